/** Where a backup lies, and since when it is known to be whole there. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { sentences } from '../page.js';
import { icon } from '../parts.js';
import { t } from '../words.js';

const OF_THIS_MACHINE = ['first', 'second'];
const TONES = { good: 'ok', waiting: 'waiting', uploading: 'running', unread: 'unknown', damaged: 'danger', deleting: 'stopped' };

export function whereItLies(record) {
  return record.copies.length === 0
    ? nothing
    : html`<section class="card">
        <h2>${t('backup.copies')}</h2>
        <ul class="checks">
          ${record.copies.map(copy)}
        </ul>
        <p class="small"><a href="destinations">${t('backup.destinations')}</a></p>
      </section>`;
}

function copy(one) {
  const known = one.state ?? (one.damaged_at ? 'damaged' : 'good');
  const state = known === 'good' && !one.verified_at ? 'unread' : known;
  const fails = state === 'waiting' && one.message;
  const tone = fails ? 'warning' : TONES[state];
  return html`<li class=${tone} data-copy=${one.place} data-state=${state}>
    ${icon(tone)}
    <div>
      <strong>${OF_THIS_MACHINE.includes(one.place) ? t(`backup.copy.${one.place}`) : one.place}</strong>
      ${one.encrypted ? html`<span class="small">${t('destinations.encrypted')}</span>` : nothing}
      <p>${fails ? failing(one) : t(`backup.copy.state.${state}`, { time: format.dateTime(state === 'damaged' ? one.damaged_at : one.verified_at) })}</p>
      ${one.locked_until * 1000 > Date.now() ? html`<p class="small" data-lock=${one.lock_mode ?? ''}>${t(one.lock_mode === 'compliance' ? 'backup.copy.lockedByAll' : 'backup.copy.locked', { time: format.dateTime(one.locked_until) })}</p>` : nothing}
      ${one.lock_error ? html`<p class="small" data-lock="failed">${t('backup.copy.unlocked', { reason: one.lock_error })}</p>` : nothing}
      ${one.path ? html`<p class="small">${one.path}</p>` : nothing}
      ${one.signed_by ? html`<p class="small">${t('copies.signedBy', { key: one.signed_by })}</p>` : nothing}
    </div>
  </li>`;
}

const failing = ({ message, next_try_at: next }) =>
  sentences(t('backup.copy.fails', { reason: message }), next ? t('backup.copy.again', { time: format.dateTime(next) }) : '');
