/** What is asked before a restore, in a sentence with what goes where, and what would be lost. */
import { html } from 'lit';
import * as format from '../formats.js';
import { notice } from '../parts.js';
import { t } from '../words.js';

/** Whether it replaces nothing: what is made is new. */
export const isHarmless = (preview) => Boolean(preview.target || preview.into);

/** @param tables that alone are restored; none of a restore of everything */
export function question(preview, source, tables) {
  const values = {
    db: preview.database,
    host: preview.address,
    target: preview.target,
    into: preview.into,
    tables: format.names(tables),
    time: format.dateTime(preview.moment),
    file: source.file_name,
  };
  const key = keyOf(preview, tables);
  const sentence = html`<p class="lead">${preview.moment ? t(`restore.${key}`, values) : t(`restore.${key}File`, values)}</p>`;
  return isHarmless(preview) ? sentence : html`${sentence} ${safety(preview)}`;
}

function safety(preview) {
  const live = preview.tables.some((table) => table.now !== null);
  const saves = live && preview.checks.some((check) => check.name === 'safety' && check.outcome === 'passed');
  return notice(saves ? 'ok' : 'warning', saves ? t('restore.safety') : t('restore.noSafety'));
}

function keyOf(preview, tables) {
  if (preview.target) {
    return 'questionNew';
  }
  if (tables.length === 0) {
    return 'question';
  }
  return preview.into ? 'questionBeside' : 'questionTables';
}

/** What the button says that begins it. */
export function verb(preview, tables) {
  if (preview.target) {
    return t('restore.verbNew', { target: preview.target });
  }
  if (tables.length === 0) {
    return t('restore.verb', { db: preview.database });
  }
  return preview.into ? t('restore.verbBeside') : t('restore.verbTables', { db: preview.database });
}
