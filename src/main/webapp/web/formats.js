/** Times, sizes and numbers for people. Times are absolute and name their zone: whoever restores must not have to guess. */
import { language, t } from './words.js';

const MOST_NAMES = 6;

export function dateTime(seconds, zone) {
  return format(seconds, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone || undefined,
    timeZoneName: 'short',
  });
}

/** With seconds: for what happens often. */
export const time = (seconds) =>
  format(seconds, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });

export const date = (seconds) => format(seconds, { year: 'numeric', month: 'short', day: 'numeric' });

/** The day in the reader's zone, to group by. */
export function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const two = (number) => String(number).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The first second of a day of the reader's zone, as a date field writes it; and the first after it. */
export const startOf = (day) => midnight(day, 0);
export const endOf = (day) => midnight(day, 1);

function midnight(day, later) {
  const [year, month, date] = day.split('-').map(Number);
  return Math.floor(new Date(year, month - 1, date + later).getTime() / 1000);
}

function format(seconds, options) {
  return seconds ? new Intl.DateTimeFormat(language(), options).format(new Date(seconds * 1000)) : t('none');
}

export const number = (value) => new Intl.NumberFormat(language()).format(value);

/** The first few of a list, and how many more there are. */
export function names(list) {
  const few = list.slice(0, MOST_NAMES).join(language().startsWith('zh') ? '、' : ', ');
  return list.length > MOST_NAMES ? t('names.more', { few, count: list.length - MOST_NAMES }) : few;
}

export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value)} ${units[unit]}`;
}

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return t('duration.seconds', { s: whole });
  }
  if (whole < 3600) {
    return t('duration.minutes', { m: Math.floor(whole / 60), s: whole % 60 });
  }
  return t('duration.hours', { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) });
}

export const now = () => Math.floor(Date.now() / 1000);

/** Keeps the order, of the groups and within them. */
export function grouped(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
