/** What came of a run, in the server's own terms: "done" and "unchanged" stand here only when it says so. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { faultText, sentences } from '../page.js';
import { badge, denied, icon } from '../parts.js';
import { failedOf, warningNotice } from '../restore/objects.js';
import '../restore/undo.js';
import { t } from '../words.js';

/** @param moments of a restore: the state that it went to, the one that was saved before, and whether the server can undo it */
export function result(job, moments) {
  if (['drill', 'compare', 'copy'].includes(job.kind)) {
    return ofLook(job);
  }
  return job.kind === 'backup' ? ofBackup(job) : ofRestore(job, moments);
}

function ofBackup(job) {
  if (job.state === 'completed') {
    const record = html`${told(job)}<p><a class="button primary" href="backups/${job.record_id}">${t('result.openBackup')}</a></p>`;
    return big('ok', t('result.backup.done', { db: job.database }), record);
  }
  return big(toneOf(job), t(`result.backup.${job.state}`, { db: job.database }), reason(job));
}

/** Of what only looks: nothing was changed, however it ended. */
function ofLook(job) {
  if (job.state === 'completed') {
    const found = job.kind === 'compare' ? html`<p><a class="button primary" href="compare?left=${job.record_id}&job=${job.id}">${t('result.compare.open')}</a></p>` : nothing;
    return big('ok', t(`result.${job.kind}.done`, { db: job.database, target: job.target }), html`${told(job)}${checks(job)}${found}${itsBackup(job)}`);
  }
  const end = job.state === 'cancelled' ? 'cancelled' : 'failed';
  return big(toneOf(job), t(`result.${job.kind}.${end}`, { db: job.database, target: job.target }), html`${reason(job)}${told(job)}${itsBackup(job)}`);
}

const itsBackup = (job) => html`<p><a class="button" href="backups/${job.record_id}">${t('result.openBackup')}</a></p>`;

function ofRestore(job, moments) {
  if (job.state === 'completed') {
    return job.target || job.into ? big('ok', intoNew(job), html`${told(job)}${checks(job)}`) : restored(job, moments);
  }
  if (!job.past_point_of_no_return) {
    const words = job.state === 'cancelled' ? 'result.restore.cancelled' : 'result.restore.unchanged';
    return big(toneOf(job), t(words, { db: job.database }), html`${reason(job)}${withoutThem(job)}${again(job)}`);
  }
  return big('danger', t('result.restore.unsure', { db: job.database }), html`${reason(job)}${wayBack(job, moments)}`);
}

function intoNew(job) {
  const values = { db: job.database, target: job.target, into: job.into, tables: format.names(job.tables ?? []) };
  if (job.into) {
    return t('result.restore.beside', values);
  }
  return job.record_id ? t('result.restore.target', values) : t('result.restore.targetFile', values);
}

function restored(job, moments) {
  const undo = moments.undoable && moments.saved ? t(job.tables ? 'result.restore.undoTablesTo' : 'result.restore.undoTo', { time: format.dateTime(moments.saved) }) : '';
  const noUndo = moments.undoable === false && !job.safety_record_id ? html`<p>${t('result.restore.noUndo')}</p>` : nothing;
  return big('ok', sentences(whatIsThere(job, moments), undo), html`${told(job)}${noUndo}${checks(job)}${wayBack(job, moments)}`);
}

/** Of a backup that was deleted since, only the number is left. */
function whatIsThere(job, moments) {
  const values = { db: job.database, id: job.record_id, time: format.dateTime(moments.from), tables: format.names(job.tables ?? []) };
  if (job.tables) {
    return moments.from ? t('result.restore.tables', values) : t('result.restore.tablesUpload', values);
  }
  if (job.kind === 'undo') {
    return t('result.undo.done', values);
  }
  if (!job.record_id) {
    return t('result.restore.doneUpload', values);
  }
  return moments.from ? t('result.restore.done', values) : t('result.restore.doneNumber', values);
}

/** What the server can undo is undone as such; a restore before it, by restoring what was saved then. */
function wayBack(job, moments) {
  if (!session.may('ADMIN')) {
    return denied(t('denied.restore'));
  }
  if (moments.undoable) {
    const time = moments.saved ? format.dateTime(moments.saved) : t('undo.before');
    return html`<safeward-undo database=${job.database} time=${time} tables=${job.tables ? format.names(job.tables) : nothing}></safeward-undo>`;
  }
  return job.safety_record_id
    ? html`<p><a class="button" href="restore?${choice(job, job.safety_record_id)}">${t('result.openSafety')}</a></p>`
    : nothing;
}

/** Rows of some tables that did not fit may do so with others, or beside. */
function again(job) {
  return job.tables && job.record_id && job.state === 'failed' && session.may('ADMIN')
    ? html`<p><a class="button" href="restore?${choice(job, job.record_id)}">${t('result.chooseAgain')}</a></p>`
    : nothing;
}

/** On the restore page: the same tables and no other. */
function choice(job, record) {
  const query = new URLSearchParams({ record, database: job.database });
  (job.tables ?? []).forEach((table) => query.append('tables', table));
  return query;
}

const told = (job) => warningNotice(job.warnings, t('warnings.run'));

/** What could not be made, and the way on without it. */
function withoutThem(job) {
  const failed = failedOf(job);
  if (failed.length === 0) {
    return nothing;
  }
  const target = job.target ? `&target=${encodeURIComponent(job.target)}` : '';
  const way = job.record_id
    ? html`<p><a class="button" href="restore?record=${job.record_id}&database=${encodeURIComponent(job.database)}${target}">${t('objects.goOn')}</a></p>`
    : html`<p>${t('objects.uploadAgain')}</p>`;
  return html`${warningNotice(failed, t('objects.failed', { count: failed.length }))}${session.may('ADMIN') ? way : denied(t('denied.restore'))}`;
}

function checks(job) {
  if (job.checks.length === 0) {
    return nothing;
  }
  return html`<h2>${t('result.checked')}</h2>
    <ul class="checks">
      ${job.checks.map((check) => html`<li>${icon('ok')}<span>${check}</span></li>`)}
    </ul>`;
}

const reason = (job) => html`<p>${faultText(job)}</p>`;

const toneOf = (job) => (job.state === 'cancelled' ? 'unknown' : 'danger');

function big(tone, sentence, more = nothing) {
  return html`<section class="result ${tone}" data-result=${tone} aria-live="polite">
    ${icon(tone === 'unknown' ? 'stopped' : tone)}
    <div><p class="lead">${sentence}</p>${more}</div>
  </section>`;
}

export function stateBadge(state) {
  const tones = { completed: 'ok', failed: 'danger', timeout: 'danger', running: 'running', pending: 'neutral' };
  return badge(tones[state] ?? 'neutral', t(`state.${state}`));
}
