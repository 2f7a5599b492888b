/** What is asked before a restore, in a sentence with what goes where, and what would be lost. */
import { html } from 'lit';
import * as format from '../formats.js';
import { notice } from '../parts.js';
import { t } from '../words.js';

/** Of the live database. */
export function question(preview, source) {
  const time = format.dateTime(preview.moment);
  const live = preview.tables.some((table) => table.now !== null);
  const saves = live && preview.checks.some((check) => check.name === 'safety' && check.outcome === 'passed');
  const values = { db: preview.database, host: preview.address, time, file: source.file_name };
  return html`<p class="lead">${preview.moment ? t('restore.question', values) : t('restore.questionFile', values)}</p>
    ${notice(saves ? 'ok' : 'warning', saves ? t('restore.safety') : t('restore.noSafety'))}`;
}

/** Of a new one, which touches nothing. */
export function questionOfNew(preview, source) {
  const values = { target: preview.target, time: format.dateTime(preview.moment), db: preview.database, file: source.file_name };
  return html`<p class="lead">${preview.moment ? t('restore.questionNew', values) : t('restore.questionNewFile', values)}</p>`;
}
