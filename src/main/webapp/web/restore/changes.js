/** What a restore would change: tables and rows now, and then. Tables that stay alike are folded away. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { t } from '../words.js';

/** What the newest backup can say of a table whose rows are as many as they were. */
const CHANGED = ['changed', 'more_rows', 'fewer_rows'];

const kindOf = (table) => {
  if (table.now === null) {
    return 'added';
  }
  if (table.then === null) {
    return 'removed';
  }
  if (table.now !== table.then) {
    return 'changed';
  }
  return CHANGED.includes(table.since) ? 'since' : 'same';
};

/**
 * Of what is not there yet.
 *
 * @param ending of the names of copies
 */
export function contents(tables, ending = '') {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('restore.holds')}>
    <table>
      <thead>
        <tr><th scope="col">${t('backup.table')}</th><th scope="col" class="numeric">${t('backup.rows')}</th></tr>
      </thead>
      <tbody>
        ${tables.map((table) => html`<tr><td class="name">${table.name}${ending}</td><td class="numeric">${rows(table.then)}</td></tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** @param newest the backup that tells whether rows have changed; null when none does */
export function changes(tables, newest) {
  const different = tables.filter((table) => kindOf(table) !== 'same');
  const alike = tables.filter((table) => kindOf(table) === 'same');
  return html`
    ${different.length === 0 ? html`<p>${t('changes.none')}</p>` : list(different)}
    ${alike.length === 0
      ? nothing
      : html`<details>
          <summary>${t('changes.same', { count: format.number(alike.length) })}</summary>
          ${list(alike)}
        </details>`}
    <p class="small">${newest ? t('changes.noteSince', { time: format.dateTime(newest.moment) }) : t('changes.note')}</p>
  `;
}

function list(tables) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('restore.changes')}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t('backup.table')}</th>
          <th scope="col" class="numeric">${t('changes.now')}</th>
          <th scope="col" class="numeric">${t('changes.then')}</th>
        </tr>
      </thead>
      <tbody>
        ${tables.map(
          (table) =>
            html`<tr>
              <td>${table.name}<br /><span class="small">${t(`changes.${kindOf(table)}`)}</span></td>
              <td class="numeric">${rows(table.now)}</td>
              <td class="numeric">${rows(table.then)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const rows = (count) => (count === null ? t('none') : format.number(count));
