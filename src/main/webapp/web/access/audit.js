/** The audit: its lines, each of which says who did what to what and with which result, and its filters. */
import { html } from 'lit';
import { filter, written } from '../filters.js';
import * as format from '../formats.js';
import { badge } from '../parts.js';
import { has, t } from '../words.js';

/** The first words of the actions, which the server takes for all of their kind. */
const GROUPS = ['auth', 'user', 'key', 'backup', 'restore', 'upload', 'config', 'job', 'maintenance'];

export function audit(entry) {
  const key = `action.${entry.action}`;
  return html`<li>
    <div>
      <strong>${format.time(entry.began_at)}</strong>
      <span>${has(key) ? t(key) : entry.action}</span>
      <span>${entry.subject}</span>
      <span>${outcome(entry.result)}</span>
      <span class="small">${entry.who || t('audit.nobody')}</span>
      <span class="small">${entry.address}</span>
    </div>
  </li>`;
}

/** @param result `done`, `accepted` while it goes on, the code of an error, or `begun` when nobody wrote an end */
export function outcome(result) {
  if (result === 'done') {
    return badge('ok', t('audit.done'));
  }
  if (result === 'accepted') {
    return badge('neutral', t('audit.accepted'));
  }
  return result && result !== 'begun' ? html`${badge('warning', t('audit.failed'))} <code class="small">${result}</code>` : badge('neutral', t('audit.open'));
}

export function auditFilters(route) {
  return html`<div class="filters" role="group" aria-label=${t('filters')}>
    ${filter(route, 'action', t('audit.what'), GROUPS.map((group) => [group, t(`audit.group.${group}`)]))}
    ${written(route, 'who', t('audit.who'), 'text')} ${filter(route, 'result', t('audit.result'), [['done', t('audit.done')], ['accepted', t('audit.accepted')]])}
    ${written(route, 'from', t('audit.from'), 'date')} ${written(route, 'until', t('audit.until'), 'date')}
  </div>`;
}

/** Days are the reader's own; the last one counts as a whole. */
export function auditQuery({ from, until, ...others }) {
  return { ...others, ...(from && { from: format.startOf(from) }), ...(until && { until: format.endOf(until) }) };
}
