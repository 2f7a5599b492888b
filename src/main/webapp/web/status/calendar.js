/** Twelve weeks of backups, a cell a day: a glyph and a colour, and the same as a table of words. */
import { html } from 'lit';
import * as format from '../formats.js';
import { language, t } from '../words.js';

export const WEEKS = 12;
const GLYPHS = { good: '✓', mixed: '!', failed: '✕', none: '–' };
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export function calendar(records) {
  const days = daysOf(records);
  const weekdays = [...Array(7).keys()].map((index) => days[index].date);
  const busy = days.filter((day) => day.state !== 'none').reverse();
  return html`<section class="card">
    <h2>${t('calendar.title')}</h2>
    <table class="calendar" aria-label=${t('calendar.title')} @keydown=${move}>
      <tbody>
        ${weekdays.map(
          (weekday, row) =>
            html`<tr>
              <th scope="row">${name(weekday)}</th>
              ${[...Array(WEEKS).keys()].map((week) => cell(days[week * 7 + row], week === 0 && row === 0))}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="legend">
      ${Object.keys(GLYPHS).map(
        (state) => html`<span><span class="mark ${state}" aria-hidden="true">${GLYPHS[state]}</span>${t(`calendar.${state}`)}</span>`,
      )}
    </p>
    <details>
      <summary>${t('calendar.asTable')}</summary>
      ${busy.length === 0
        ? html`<p>${t('calendar.empty')}</p>`
        : html`<table>
            <thead>
              <tr><th scope="col">${t('calendar.day')}</th><th scope="col">${t('calendar.result')}</th></tr>
            </thead>
            <tbody>
              ${busy.map((day) => html`<tr><td>${format.date(day.date.getTime() / 1000)}</td><td>${words(day)}</td></tr>`)}
            </tbody>
          </table>`}
    </details>
  </section>`;
}

function cell(day, first) {
  if (day.future) {
    return html`<td class="future"></td>`;
  }
  const text = `${format.date(day.date.getTime() / 1000)}: ${words(day)}`;
  return html`<td tabindex=${first ? 0 : -1} title=${text}>
    <span class="mark ${day.state}" aria-hidden="true">${GLYPHS[day.state]}</span><span class="hidden">${text}</span>
  </td>`;
}

const words = (day) =>
  day.state === 'none' ? t('calendar.none') : t('calendar.counts', { good: day.good, failed: day.failed });

const name = (date) => new Intl.DateTimeFormat(language(), { weekday: 'short' }).format(date);

/** Whole weeks; the last one is this one. */
function daysOf(records) {
  const today = new Date();
  today.setHours(12, 0, 0, 0);
  const monday = (today.getDay() + 6) % 7;
  const byDay = format.grouped(records, (record) => format.dayOf(record.created_at));
  return [...Array(WEEKS * 7).keys()].map((index) => {
    const date = new Date(today);
    date.setDate(today.getDate() - monday - (WEEKS - 1) * 7 + index);
    const list = byDay.get(format.dayOf(date.getTime() / 1000)) ?? [];
    const good = list.filter((record) => record.status === 'completed' && !record.degraded).length;
    const failed = list.filter((record) => ['failed', 'timeout'].includes(record.status) || record.degraded).length;
    const state = good ? (failed ? 'mixed' : 'good') : failed ? 'failed' : 'none';
    return { date, good, failed, state, future: date > today };
  });
}

/** One stop of the Tab key; the arrows go from cell to cell. */
function move(event) {
  const from = event.target.closest('td[tabindex]');
  const step = STEPS[event.key];
  if (!from || !step) {
    return;
  }
  const row = from.closest('tbody').rows[from.parentElement.rowIndex + step[0]];
  const to = row?.cells[from.cellIndex + step[1]];
  if (to?.matches('td[tabindex]')) {
    event.preventDefault();
    from.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }
}
