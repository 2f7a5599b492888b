/** What came of a run, in the server's own terms: "done" and "unchanged" stand here only when it says so. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { badge, denied, icon } from '../parts.js';
import { t } from '../words.js';

/** @param moments of a restore: the state that it went to, and the one that was saved before */
export function result(job, moments) {
  return job.kind === 'restore' ? ofRestore(job, moments) : ofBackup(job);
}

function ofBackup(job) {
  if (job.state === 'completed') {
    const record = html`<p><a class="button primary" href="backups/${job.record_id}">${t('result.openBackup')}</a></p>`;
    return big('ok', t('result.backup.done', { db: job.database }), record);
  }
  return big(toneOf(job), t(`result.backup.${job.state}`, { db: job.database }), reason(job));
}

function ofRestore(job, moments) {
  if (job.state === 'completed') {
    return job.target
      ? big('ok', t('result.restore.target', { db: job.database, target: job.target }))
      : restored(job, moments);
  }
  if (!job.past_point_of_no_return) {
    const words = job.state === 'cancelled' ? 'result.restore.cancelled' : 'result.restore.unchanged';
    return big(toneOf(job), t(words, { db: job.database }), reason(job));
  }
  return big('danger', t('result.restore.unsure', { db: job.database }), html`${reason(job)}${saved(job)}`);
}

function restored(job, { from, saved: before }) {
  const done = from
    ? t('result.restore.done', { db: job.database, time: format.dateTime(from) })
    : t('result.restore.doneUpload', { db: job.database });
  const undo = before ? ` ${t('result.restore.undoTo', { time: format.dateTime(before) })}` : '';
  return big('ok', done + undo, html`${checks(job)}${saved(job)}`);
}

function saved(job) {
  if (!job.safety_record_id) {
    return html`<p>${t('result.noSafety')}</p>`;
  }
  return session.may('ADMIN')
    ? html`<p><a class="button primary" href="restore?record=${job.safety_record_id}">${t('result.undo')}</a></p>`
    : denied(t('denied.restore'));
}

function checks(job) {
  return html`<h3>${t('result.checked')}</h3>
    <ul class="checks">
      ${job.checks.map((check) => html`<li>${icon('ok')}<span>${check}</span></li>`)}
    </ul>`;
}

const reason = (job) => html`<p>${job.message}</p>${job.hint ? html`<p>${job.hint}</p>` : nothing}`;

const toneOf = (job) => (job.state === 'cancelled' ? 'unknown' : 'danger');

function big(tone, sentence, more = nothing) {
  return html`<section class="result ${tone}" data-result=${tone} aria-live="polite">
    ${icon(tone)}
    <div><p class="lead">${sentence}</p>${more}</div>
  </section>`;
}

export function stateBadge(state) {
  const tones = { completed: 'ok', failed: 'danger', timeout: 'danger', running: 'running', pending: 'neutral' };
  return badge(tones[state] ?? 'neutral', t(`state.${state}`));
}
