/** One backup: whether it is good, what it holds, and what can be done with it. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { denied, icon, notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import { warningNotice } from '../restore/objects.js';
import * as router from '../router.js';
import { t } from '../words.js';
import { whereItLies } from './copies.js';
import './proof.js';
import { otherWarnings, strangeNotice } from './strange.js';

class Backup extends Page {
  static properties = { saving: { state: true } };

  #record = new Loader(this, () => this.#read());

  async #read() {
    const { id } = this.route.ids;
    const record = await api.get(`backup/records/${id}`);
    const [manifest, plan, good] = await Promise.all([
      api.get(`backup/records/${id}/manifest`),
      api.get(`backup/retention/preview?database=${encodeURIComponent(record.database)}`),
      api.get(`backup/list?status=completed&page_size=10&database=${encodeURIComponent(record.database)}`),
    ]);
    return {
      record,
      manifest,
      trashDays: plan.trash_days,
      decision: plan.list.find((one) => one.record_id === record.id),
      other: good.list.find((one) => one.id !== record.id && one.verified_at && !one.degraded && !isDamaged(one)),
    };
  }

  render() {
    return html`<a class="back" href="backups">${t('backup.back')}</a>
      ${this.#record.data ? nothing : html`<h1>${t('nav.backups')}</h1>`} ${this.#record.render((data) => this.#view(data))}`;
  }

  #view({ record, manifest, decision, other, trashDays }) {
    return html`
      <h1>${format.dateTime(record.created_at)}</h1>
      ${this.#verification(record, other)} ${strangeNotice(record, this.busy, () => attempt(this, () => this.#acknowledge(record)))}
      ${isGood(record) ? html`<safeward-proof .record=${record} @ended=${this.#record.load}></safeward-proof>` : nothing}
      ${warningNotice(otherWarnings(record), t('warnings.backup'))} ${this.#actions(record)}
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing} ${whereItLies(record)}
      ${this.#facts(record, decision)}
      ${manifest ? tables(manifest) : nothing} ${this.#deletion(record, other, trashDays)}
    `;
  }

  #verification(record, other) {
    if (isLost(record)) {
      return notice('danger', t('backup.isDamaged'), nearest(other));
    }
    if (isDamaged(record)) {
      const { place } = goodCopy(record);
      return notice('warning', t('backup.isElsewhere', { place: place === 'second' ? t('backup.copy.second') : place }));
    }
    if (isGood(record)) {
      return notice('ok', t('backup.good', { time: format.dateTime(record.verified_at) }));
    }
    const way = nearest(other);
    if (record.status === 'completed') {
      return notice('warning', t('backup.isDegraded'), way);
    }
    if (['pending', 'running'].includes(record.status)) {
      return notice('unknown', t('backup.unfinished'), html`<p><a href="runs/${record.task_id}">${t('strip.open')}</a></p>`);
    }
    const tone = record.status === 'cancelled' ? 'unknown' : 'danger';
    return notice(tone, t(`backup.ended.${record.status}`), html`<p>${record.failure_reason}</p>${way}`);
  }

  #actions(record) {
    if (record.status !== 'completed' || isLost(record)) {
      return nothing;
    }
    return html`<div class="actions">
      ${session.may('ADMIN')
        ? html`<a class="button primary" href="restore?record=${record.id}">${t('backup.restore')}</a>`
        : denied(t('denied.restore'))}
      <a class="button" href="compare?left=${record.id}">${t('backup.compare')}</a>
      ${session.may('OPERATOR')
        ? html`<button type="button" ?disabled=${this.busy} @click=${() => attempt(this, () => this.#download(record))}>${t('backup.download')}</button
            ><button type="button" ?disabled=${this.busy} @click=${() => attempt(this, () => this.#pin(record))}>
              ${icon('pin')}${record.pinned ? t('backup.unpin') : t('backup.pin')}
            </button>`
        : nothing}
    </div>
    <p role="status">${this.saving ? t('backup.saving') : nothing}</p>`;
  }

  async #download(record) {
    this.saving = false;
    save(await api.downloadLink(record.id));
    this.saving = true;
  }

  async #pin(record) {
    await (record.pinned ? api.remove : api.put)(`backup/records/${record.id}/pin`);
    await this.#record.load();
  }

  async #acknowledge(record) {
    await api.post(`backup/records/${record.id}/acknowledge`);
    await this.#record.load();
  }

  #facts(record, decision) {
    const facts = {
      database: record.database,
      origin: t(`origin.${record.origin}`),
      reason: record.created_reason,
      [!record.pinned && decision?.remove ? 'goes' : 'kept']: record.pinned ? t('backup.keptPinned') : (decision?.text ?? t('none')),
      size: record.file_size ? t('backup.sizes', { file: format.size(record.file_size), sql: format.size(record.database_size) }) : t('none'),
      took: format.duration(record.backup_duration),
      sha256: record.sha256 || t('none'),
    };
    return html`<section class="card">
      <h2>${t('backup.about')}</h2>
      <dl class="facts">
        ${Object.entries(facts).map(([name, value]) => html`<div><dt>${t(`backup.fact.${name}`)}</dt><dd>${value}</dd></div>`)}
        ${record.task_id
          ? html`<div><dt>${t('backup.fact.run')}</dt><dd><a href="runs/${record.task_id}">${t('backup.openRun', { id: record.task_id })}</a></dd></div>`
          : nothing}
      </dl>
    </section>`;
  }

  #deletion(record, other, trashDays) {
    if (!session.may('ADMIN') || ['pending', 'running'].includes(record.status)) {
      return nothing;
    }
    const time = format.dateTime(record.created_at);
    return html`<section class="last">
      <button type="button" class="danger-quiet" @click=${() => openDialog(this)}>${t('backup.delete')}</button>
      <dialog aria-labelledby="delete-title">
        <form method="dialog">
          <h2 id="delete-title">${t('backup.deleteTitle', { time })}</h2>
          <p>${t(trashDays && record.file_path ? 'backup.deleteTrash' : 'backup.deleteLoss', {
            db: record.database,
            size: format.size(record.file_size),
            days: format.number(trashDays),
          })}</p>
          <p>${other ? t('backup.deleteLeft', { time: format.dateTime(other.created_at) }) : t('backup.deleteLast')}</p>
          <div class="actions">
            <button type="button" class="danger" @click=${(event) => this.#delete(event, record)}>${t('backup.deleteVerb')}</button>
            <button type="submit" autofocus>${t('backup.deleteNot')}</button>
          </div>
        </form>
      </dialog>
    </section>`;
  }

  #delete(event, record) {
    event.target.closest('dialog').close();
    return attempt(this, async () => {
      await api.remove(`backup/records/${record.id}`);
      router.go('backups');
    });
  }
}

const isDamaged = (record) => record.copies.some((copy) => copy.place === 'first' && copy.damaged_at);
const goodCopy = (record) => record.copies.find((copy) => copy.place !== 'first' && copy.state === 'good');
const isLost = (record) => isDamaged(record) && !goodCopy(record);
const isGood = (record) => record.status === 'completed' && record.verified_at && !record.degraded && !isDamaged(record);

const nearest = (other) =>
  other
    ? html`<p><a href="backups/${other.id}">${t('backup.nearest', { time: format.dateTime(other.created_at) })}</a></p>`
    : html`<p>${t('backup.noOther')}</p>`;

function tables(manifest) {
  return html`<section class="card">
    <h2>${t('backup.tables', { count: format.number(manifest.tables.length) })}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t('backup.tables', { count: manifest.tables.length })}>
      <table>
        <thead>
          <tr><th scope="col">${t('backup.table')}</th><th scope="col" class="numeric">${t('backup.rows')}</th></tr>
        </thead>
        <tbody>
          ${manifest.tables.map((table) => html`<tr><td>${table.name}</td><td class="numeric">${format.number(table.rows)}</td></tr>`)}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** A link that is nowhere on the page: nobody is to keep it, and it ends with its ticket. */
function save(address) {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

customElements.define('safeward-backup', Backup);
