/** Restoring, on a page of its own: what and where, what was checked and would change, and the confirmation that types the name. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import * as feed from '../jobs/feed.js';
import { stepsOf } from '../jobs/steps.js';
import { faultText, Loader, Page } from '../page.js';
import { denied, icon, notice } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { t } from '../words.js';
import { changes } from './changes.js';

class Restore extends Page {
  static properties = { typed: { state: true }, accepted: { state: true }, fault: { state: true }, busy: { state: true } };

  #plan = new Loader(this, () => this.#read());

  constructor() {
    super();
    this.typed = '';
    this.accepted = new Set();
  }

  async #read() {
    if (!session.may('ADMIN')) {
      return {};
    }
    const record = this.route.query.get('record');
    const upload = this.route.query.get('upload');
    const query = record ? `record_id=${encodeURIComponent(record)}` : `upload_id=${encodeURIComponent(upload)}`;
    const [preview, source] = await Promise.all([
      api.get(`backup/restore/preview?${query}`),
      api.get(record ? `backup/records/${encodeURIComponent(record)}` : `backup/uploads/${encodeURIComponent(upload)}`),
    ]);
    const good = await api.get(`backup/list?status=completed&page_size=10&database=${encodeURIComponent(preview.database)}`);
    return { preview, source, other: good.list.find((one) => one.id !== source.id && one.verified_at && !one.degraded) };
  }

  render() {
    return html`<a class="back" href="backups">${t('backup.back')}</a>
      <h1>${t('restore.title')}</h1>
      ${this.#plan.render((plan) => (plan.preview ? this.#view(plan) : denied(t('denied.restore'))))}`;
  }

  #view({ preview, source, other }) {
    return html`${this.#subject(preview, source)} ${this.#checks(preview, other)} ${this.#confirmation(preview)}`;
  }

  #subject(preview, source) {
    const upload = this.route.query.has('upload');
    return html`<section class="card">
      <h2>${t('restore.what')}</h2>
      <dl class="facts">
        <div><dt>${upload ? t('restore.file') : t('restore.backup')}</dt><dd>${upload ? source.file_name : t('restore.backupOf', { id: source.id, db: source.database })}</dd></div>
        <div><dt>${t('restore.moment')}</dt><dd>${preview.moment ? format.dateTime(preview.moment) : t('restore.momentUnknown')}</dd></div>
        <div><dt>${t('restore.size')}</dt><dd>${format.size(source.file_size)}</dd></div>
        <div><dt>${t('restore.into')}</dt><dd><strong>${preview.database}</strong></dd></div>
        <div><dt>${t('restore.address')}</dt><dd>${preview.address}</dd></div>
      </dl>
    </section>`;
  }

  #checks(preview, other) {
    const tones = { passed: 'ok', failed: 'danger', unknown: 'unknown' };
    return html`<section class="card">
      <h2>${t('restore.checks')}</h2>
      <ul class="checks">
        ${preview.checks.map(
          (check) =>
            html`<li class=${tones[check.outcome]}>
              ${icon(tones[check.outcome])}
              <div>
                <span>${check.outcome === 'passed' ? nothing : html`<strong>${t(`restore.outcome.${check.outcome}`)}</strong> `}${check.text}</span>
                ${check.outcome !== 'passed' && check.override ? this.#override(check.override) : nothing}
              </div>
            </li>`,
        )}
      </ul>
      ${preview.checks.some((check) => check.name === 'file' && check.outcome !== 'passed') && other
        ? html`<p><a href="restore?record=${other.id}">${t('backup.nearest', { time: format.dateTime(other.created_at) })}</a></p>`
        : nothing}
      <h3>${t('restore.changes')}</h3>
      ${changes(preview.tables)}
      <h3>${t('restore.order')}</h3>
      <ol class="plain">
        ${stepsOf({ kind: 'restore' }).map((step) => html`<li>${t(`step.restore.${step}`)}</li>`)}
      </ol>
    </section>`;
  }

  #override(name) {
    return html`<label class="check"
      ><input
        type="checkbox"
        name=${name}
        @change=${(event) => {
          this.accepted = new Set(this.accepted);
          this.accepted[event.target.checked ? 'add' : 'delete'](name);
        }}
      /><span>${t(`restore.override.${name}`)}</span></label
    >`;
  }

  /** What keeps the restore from beginning; empty when nothing does. */
  #obstacle(preview) {
    const blocking = preview.checks.find((check) => check.outcome !== 'passed' && !this.accepted.has(check.override));
    if (blocking) {
      return t('restore.blocked', { reason: blocking.text });
    }
    if (feed.active().some((job) => job.database === preview.database)) {
      return t('restore.busy');
    }
    return this.typed === preview.database ? '' : t('restore.typeFirst', { db: preview.database });
  }

  #confirmation(preview) {
    const obstacle = this.#obstacle(preview);
    const time = preview.moment ? format.dateTime(preview.moment) : t('restore.momentUnknown');
    const saves = preview.checks.some((check) => check.name === 'safety' && check.outcome === 'passed') && preview.tables.some((table) => table.now !== null);
    return html`<section class="card confirm">
      <h2>${t('restore.confirm')}</h2>
      <p class="lead">${t('restore.question', { db: preview.database, host: preview.address, time })}</p>
      ${notice(saves ? 'ok' : 'warning', saves ? t('restore.safety') : t('restore.noSafety'))}
      <form @submit=${(event) => this.#submit(event, preview, obstacle)}>
        <label class="field"
          ><span>${t('restore.type', { db: preview.database })}</span>
          <input name="confirmation" autocomplete="off" autocapitalize="off" spellcheck="false" .value=${this.typed}
            aria-describedby="obstacle" @input=${(event) => (this.typed = event.target.value.trim())}
        /></label>
        <div class="actions">
          <button type="submit" class="danger" aria-disabled=${obstacle !== '' || this.busy ? 'true' : 'false'} aria-describedby="obstacle">
            ${t('restore.verb', { db: preview.database })}
          </button>
          <a class="button" href="backups">${t('restore.leave')}</a>
        </div>
        <p class="reason" id="obstacle" role="status">${obstacle ? html`${icon('lock')}${obstacle}` : t('restore.ready')}</p>
      </form>
      ${this.fault ? notice('danger', t('restore.notStarted'), html`<p>${faultText(this.fault)}</p>`, 'alert') : nothing}
    </section>`;
  }

  async #submit(event, preview, obstacle) {
    event.preventDefault();
    if (obstacle || this.busy) {
      this.querySelector('[name=confirmation]').focus();
      return;
    }
    this.busy = true;
    this.fault = null;
    try {
      const job = await api.start('backup/restore', this.#order(preview));
      feed.learn(job);
      router.go(`runs/${job.id}`);
    } catch (failure) {
      if (!(failure instanceof api.Fault)) {
        throw failure;
      }
      this.fault = failure;
    } finally {
      this.busy = false;
    }
  }

  #order(preview) {
    const record = this.route.query.get('record');
    return {
      ...(record ? { record_id: Number(record) } : { upload_id: this.route.query.get('upload') }),
      database: preview.database,
      safety_backup: !this.accepted.has('safety_backup'),
      accept_unverifiable: this.accepted.has('accept_unverifiable'),
    };
  }
}

customElements.define('safeward-restore', Restore);
