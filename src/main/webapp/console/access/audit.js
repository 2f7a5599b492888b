/** A line of the audit: who did what to what, and with which result. */
import { html } from 'lit';
import * as format from '../formats.js';
import { badge } from '../parts.js';
import { has, t } from '../words.js';

export function audit(entry) {
  const key = `action.${entry.action}`;
  const done = entry.result === 'done';
  return html`<li>
    <div>
      <strong>${format.time(entry.began_at)}</strong>
      <span>${has(key) ? t(key) : entry.action}</span>
      <span>${entry.subject}</span>
      <span>${done ? badge('ok', t('audit.done')) : badge('warning', entry.result || t('audit.open'))}</span>
      <span class="small">${entry.who || t('audit.nobody')}</span>
      <span class="small">${entry.address}</span>
    </div>
  </li>`;
}
