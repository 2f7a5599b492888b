/** Restoring, on a page of its own: what and where, what was checked and would change, and the confirmation that types the name. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import * as feed from '../jobs/feed.js';
import { stepsOf, wayOf } from '../jobs/steps.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { denied, icon, notice } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { t } from '../words.js';
import { changes, contents } from './changes.js';
import { destination } from './destination.js';
import { loadedFunctions } from './functions.js';
import { failedBefore, leavingOut, warningNotice } from './objects.js';
import { question, questionOfNew } from './question.js';

const PAUSE_WHILE_TYPING = 300;
const TONES = { passed: 'ok', failed: 'danger', unknown: 'unknown' };

class Restore extends Page {
  static properties = {
    typed: { state: true },
    accepted: { state: true },
    fresh: { state: true },
    skipping: { state: true },
    seen: { state: true },
  };

  #plan = new Loader(this, () => this.#read());
  #databases = new Loader(this, async () => (await api.get('databases?inspect=false')).list.map((one) => one.name));
  #typing;

  constructor() {
    super();
    new feed.Following(this);
    this.typed = '';
    this.accepted = new Set();
    this.skipping = false;
    this.seen = false;
  }

  /** Another destination: what was confirmed and accepted was meant for the one before. */
  willUpdate(changed) {
    if (changed.has('route')) {
      this.fresh ||= this.#target !== '';
    }
    if (changed.get('route')) {
      this.typed = '';
      this.accepted = new Set();
      this.skipping = false;
      this.seen = false;
      this.#plan.load();
    }
  }

  get #target() {
    return this.route.query.get('target') ?? '';
  }

  async #read() {
    if (!session.may('ADMIN')) {
      return {};
    }
    const query = this.route.query;
    const [record, upload] = [query.get('record'), query.get('upload')];
    const asked = new URLSearchParams(record ? { record_id: record } : { upload_id: upload });
    ['database', 'target'].filter((name) => query.get(name)).forEach((name) => asked.set(name, query.get(name)));
    const [preview, source] = await Promise.all([
      api.get(`backup/restore/preview?${asked}`),
      api.get(record ? `backup/records/${encodeURIComponent(record)}` : `backup/uploads/${encodeURIComponent(upload)}`),
    ]);
    const good = await api.get(`backup/list?status=completed&page_size=10&database=${encodeURIComponent(source.database)}`);
    const failed = await failedBefore(preview.database, record ? Number(record) : null);
    return { preview, source, failed, other: good.list.find((one) => one.id !== source.id && one.verified_at && !one.degraded && !one.copies.some((copy) => copy.damaged_at)) };
  }

  render() {
    return html`<a class="back" href="backups">${t('backup.back')}</a>
      <h1>${t('restore.title')}</h1>
      ${this.#plan.render((plan) => (plan.preview ? this.#view(plan) : denied(t('denied.restore'))))}`;
  }

  #view({ preview, source, failed, other }) {
    const unnamed = this.fresh && !this.#target;
    return html`${this.#subject(preview, source)}
    ${unnamed ? nothing : html`${this.#checks(preview, source, other)} ${this.#confirmation(preview, source, failed)}`}`;
  }

  #subject(preview, source) {
    const upload = this.route.query.has('upload');
    return html`<section class="card">
      <h2>${t('restore.what')}</h2>
      <dl class="facts">
        <div><dt>${upload ? t('restore.file') : t('restore.backup')}</dt><dd>${upload ? source.file_name : t('restore.backupOf', { id: source.id, db: source.database })}</dd></div>
        <div><dt>${t('restore.moment')}</dt><dd>${preview.moment ? format.dateTime(preview.moment) : t('restore.momentUnknown')}</dd></div>
        <div><dt>${t('restore.size')}</dt><dd>${format.size(source.file_size)}</dd></div>
        ${this.fresh && !preview.target ? nothing : html`<div><dt>${t('restore.address')}</dt><dd>${preview.address}</dd></div>`}
      </dl>
      ${destination({
        fresh: Boolean(this.fresh),
        database: preview.database,
        target: this.#target,
        names: this.#databases.data ?? [preview.database],
        choose: (choice) => this.#choose(choice),
        name: (target) => this.#name(target),
      })}
    </section>`;
  }

  #choose({ fresh, database = '' }) {
    this.fresh = fresh;
    clearTimeout(this.#typing);
    router.setQuery(fresh ? { target: '' } : { target: '', database: database || this.route.query.get('database') });
  }

  #name(target) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => router.setQuery({ target }), PAUSE_WHILE_TYPING);
  }

  #checks(preview, source, other) {
    const job = { kind: 'restore', target: preview.target };
    return html`<section class="card">
      <h2>${t('restore.checks')}</h2>
      <ul class="checks">
        ${preview.checks.map((check) => this.#check(check))}
      </ul>
      ${preview.checks.some((check) => check.name === 'file' && check.outcome !== 'passed') && other
        ? html`<p><a href="restore?record=${other.id}">${t('backup.nearest', { time: format.dateTime(other.created_at) })}</a></p>`
        : nothing}
      ${warningNotice(source.warnings ?? [], t('warnings.backup'))}
      <h3>${preview.target ? t('restore.holds') : t('restore.changes')}</h3>
      ${preview.target ? contents(preview.tables) : changes(preview.tables, preview.compared_with)}
      <h3>${t('restore.order')}</h3>
      <ol class="plain">
        ${stepsOf(job).map((step) => html`<li>${t(`step.${wayOf(job)}.${step}`)}</li>`)}
      </ol>
    </section>`;
  }

  #check(check) {
    const passed = check.outcome === 'passed';
    return html`<li class=${TONES[check.outcome]}>
      ${icon(TONES[check.outcome])}
      <div>
        <span>${passed ? nothing : html`<strong>${t(`restore.outcome.${check.outcome}`)}</strong> `}${check.text}</span>
        ${!passed && check.override ? this.#override(check.override) : nothing}
      </div>
    </li>`;
  }

  #override(name) {
    return html`<label class="check"
      ><input
        type="checkbox"
        name=${name}
        .checked=${this.accepted.has(name)}
        @change=${(event) => {
          this.accepted = new Set(this.accepted);
          this.accepted[event.target.checked ? 'add' : 'delete'](name);
        }}
      /><span>${t(`restore.override.${name}`)}</span></label
    >`;
  }

  /** What keeps the restore from beginning; empty when nothing does. */
  #obstacle(preview) {
    if ((preview.target ?? '') !== this.#target) {
      return t('restore.checking');
    }
    const blocking = preview.checks.find((check) => check.outcome !== 'passed' && !this.accepted.has(check.override));
    if (blocking) {
      return t('restore.blocked', { reason: blocking.text });
    }
    if (preview.functions_seen && !this.seen) {
      return t('functions.first');
    }
    if (feed.active().some((job) => job.database === preview.database)) {
      return t('restore.busy');
    }
    return preview.target || this.typed === preview.database ? '' : t('restore.typeFirst', { db: preview.database });
  }

  #confirmation(preview, source, failed) {
    const obstacle = this.#obstacle(preview);
    return html`<section class="card confirm">
      <h2>${t('restore.confirm')}</h2>
      ${preview.target ? questionOfNew(preview, source) : question(preview, source)}
      ${loadedFunctions(preview, this.seen, (seen) => (this.seen = seen))}
      ${leavingOut(failed, this.skipping, (chosen) => (this.skipping = chosen))}
      <form @submit=${(event) => this.#submit(event, preview, failed, obstacle)}>
        ${preview.target ? nothing : this.#typedName(preview)}
        <div class="actions">
          <button type="submit" class=${preview.target ? 'primary' : 'danger'} aria-disabled=${obstacle !== '' || this.busy ? 'true' : 'false'} aria-describedby="obstacle">
            ${preview.target ? t('restore.verbNew', { target: preview.target }) : t('restore.verb', { db: preview.database })}
          </button>
          <a class="button" href="backups">${preview.target ? t('cancel') : t('restore.leave')}</a>
        </div>
        <p class="reason" id="obstacle" role="status">
          ${obstacle ? html`${icon('lock')}${obstacle}` : preview.target ? t('restore.readyNew') : t('restore.ready')}
        </p>
      </form>
      ${this.fault ? notice('danger', t('restore.notStarted'), html`<p>${faultText(this.fault)}</p>`, 'alert') : nothing}
    </section>`;
  }

  #typedName(preview) {
    return html`<label class="field"
      ><span>${t('restore.type', { db: preview.database })}</span>
      <input name="confirmation" autocomplete="off" autocapitalize="off" spellcheck="false" .value=${this.typed}
        aria-describedby="obstacle" @input=${(event) => (this.typed = event.target.value.trim())}
    /></label>`;
  }

  async #submit(event, preview, failed, obstacle) {
    event.preventDefault();
    if (obstacle || this.busy) {
      this.querySelector('[name=confirmation]')?.focus();
      return;
    }
    await attempt(this, async () => {
      const job = await api.start('backup/restore', this.#order(preview, failed));
      feed.learn(job);
      router.go(`runs/${job.id}`);
    });
  }

  #order(preview, failed) {
    const record = this.route.query.get('record');
    return {
      ...(record ? { record_id: Number(record) } : { upload_id: this.route.query.get('upload') }),
      ...(preview.target ? { target: preview.target } : {}),
      database: preview.database,
      safety_backup: !this.accepted.has('safety_backup'),
      accept_unverifiable: this.accepted.has('accept_unverifiable'),
      ...(preview.functions_seen ? { functions_seen: preview.functions_seen } : {}),
      ...(this.skipping ? { skip: failed.map((one) => one.object) } : {}),
    };
  }
}

customElements.define('safeward-restore', Restore);
