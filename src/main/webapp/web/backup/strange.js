/** A backup that differs from the one before it as no ordinary day explains: in words, and the word that it is right. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { badge, denied, notice } from '../parts.js';
import { t } from '../words.js';

const PREFIX = 'STRANGE_';

const isOpen = (record) => record.strange && !record.acknowledged_at;

/** How it is strange; what else the backup warns of is shown elsewhere. */
const findings = (record) => record.warnings.filter((warning) => warning.code.startsWith(PREFIX));

/** What the backup warns of besides. */
export const otherWarnings = (record) => record.warnings.filter((warning) => !warning.code.startsWith(PREFIX));

/** @param acknowledge called when somebody says that it is right */
export function strangeNotice(record, busy, acknowledge) {
  if (!record.strange) {
    return nothing;
  }
  const list = html`<ul>
    ${findings(record).map((warning) => html`<li>${warning.message}${isOpen(record) ? html`<br /><span class="small">${warning.hint}</span>` : nothing}</li>`)}
  </ul>`;
  if (!isOpen(record)) {
    return notice('unknown', t('strange.acknowledged', { time: format.dateTime(record.acknowledged_at) }), list);
  }
  const way = session.may('ADMIN')
    ? html`<div class="actions"><button type="button" data-acknowledge ?disabled=${busy} @click=${acknowledge}>${t('strange.acknowledge')}</button></div>`
    : denied(t('denied.acknowledge'));
  return notice('danger', t('strange.is'), html`${list}<p>${t('strange.held')}</p>${way}`);
}

/** For a line of the list: nothing when it is in order, or somebody has said so. */
export const strangeBadge = (record) => (isOpen(record) ? badge('danger', t('strange.badge')) : nothing);
