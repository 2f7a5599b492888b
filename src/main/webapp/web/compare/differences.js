/** What differs, table by table: what has changed first, what is the same folded away. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { icon, notice } from '../parts.js';
import { t } from '../words.js';
import { grouped, partsOf, verdictOf } from './found.js';

const TONES = { same: 'ok', changed: 'warning', unknown: 'unknown' };

/** @param found as the server tells it, with the tables that are the same */
export function differences(found) {
  const { different, counted, same } = grouped(found.tables);
  const { tone, key } = verdictOf(found);
  const counts = { count: format.number(different.length), all: format.number(found.tables.length) };
  return html`<section data-compared=${key}>
    ${notice(tone, t(`compare.found.${key}`, counts), html`<p>${t('compare.between', { left: side(found.left), right: side(found.right) })}</p>`, 'status')}
    <div class="card">
      <h2>${t('compare.tables')}</h2>
      ${different.length > 0 ? list(different, t('compare.tables'), true) : html`<p>${t('changes.none')}</p>`}
      ${counted.length > 0 ? onlyCounted(counted) : nothing} ${same.length > 0 ? folded(t('compare.same', { count: format.number(same.length) }), same) : nothing}
    </div>
    ${parts(partsOf(found))}
  </section>`;
}

const onlyCounted = (tables) => html`${notice('unknown', t('compare.counted', { count: format.number(tables.length) }), html`<p>${t('compare.countedWhy')}</p>`)}
  ${folded(t('compare.countedList'), tables)}`;

const folded = (summary, tables) =>
  html`<details>
    <summary>${summary}</summary>
    ${list(tables, summary)}
  </details>`;

function list(tables, label, whole = false) {
  return html`<div class="scroll ${whole ? 'whole' : ''}" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          <th scope="col">${t('backup.table')}</th>
          <th scope="col" class="numeric">${t('compare.before')}</th>
          <th scope="col" class="numeric">${t('compare.after')}</th>
        </tr>
      </thead>
      <tbody>
        ${tables.map(
          (table) =>
            html`<tr data-table=${table.name}>
              <td class="name">${table.name}<br /><span class="small">${words(table)}</span></td>
              <td class="numeric">${rows(table.left_rows)}</td>
              <td class="numeric">${rows(table.right_rows)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function words({ state, left_rows: left, right_rows: right }) {
  return t(`compare.state.${state}`, { count: format.number(Math.abs((right ?? 0) - (left ?? 0))) });
}

function parts(list) {
  return html`<div class="card">
    <h2>${t('compare.parts')}</h2>
    <ul class="checks">
      ${list.map(
        ({ name, state }) =>
          html`<li class=${TONES[state]}>
            ${icon(TONES[state])}<span>${t(`compare.part.${name}`)} <strong>${t(`compare.partState.${state}`)}</strong></span>
          </li>`,
      )}
    </ul>
  </div>`;
}

/** A backup, a file, or else the live database. */
function side({ record_id: record, upload, moment }) {
  const time = format.dateTime(moment);
  if (record) {
    return t('compare.side.backup', { id: record, time });
  }
  return upload ? t('compare.side.file', { file: upload }) : t('compare.side.live', { time });
}

const rows = (count) => (count === null ? t('none') : format.number(count));
