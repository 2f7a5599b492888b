/** Between what people choose (each day at three) and the cron expression that means it. What fits no choice is `custom`. */
export const KINDS = ['hourly', 'daily', 'weekly', 'monthly', 'custom'];
export const HOURS = [1, 2, 3, 4, 6, 8, 12];

/** @returns kind, every (hours), hour, minute, weekdays (0 is Sunday), day (of the month) */
export function fromCron(cron) {
  const choice = { kind: 'custom', every: 6, hour: 3, minute: 0, weekdays: [1], day: 1 };
  const fields = /^(\d+) (\d+|\*|\*\/\d+) (\d+|\*) \* ([\d,]+|\*)$/.exec(cron.trim());
  if (!fields) {
    return choice;
  }
  const [, minute, hour, day, weekdays] = fields;
  choice.minute = Number(minute);
  const every = hour === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(hour)?.[1] ?? 0);
  if (every && day === '*' && weekdays === '*' && HOURS.includes(every)) {
    return { ...choice, kind: 'hourly', every };
  }
  if (every) {
    return choice;
  }
  choice.hour = Number(hour);
  if (day === '*' && weekdays === '*') {
    return { ...choice, kind: 'daily' };
  }
  if (day === '*') {
    return { ...choice, kind: 'weekly', weekdays: weekdays.split(',').map((name) => Number(name) % 7) };
  }
  return weekdays === '*' ? { ...choice, kind: 'monthly', day: Number(day) } : choice;
}

/** Null when the choice says nothing yet. */
export function toCron({ kind, every, hour, minute, weekdays, day }) {
  switch (kind) {
    case 'hourly':
      return `${minute} ${every === 1 ? '*' : `*/${every}`} * * *`;
    case 'daily':
      return `${minute} ${hour} * * *`;
    case 'weekly':
      return weekdays.length === 0 ? null : `${minute} ${hour} * * ${[...weekdays].sort().join(',')}`;
    case 'monthly':
      return `${minute} ${hour} ${day} * *`;
    default:
      return null;
  }
}
