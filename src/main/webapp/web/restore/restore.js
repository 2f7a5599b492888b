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
import { checks } from './checks.js';
import { destination } from './destination.js';
import { loadedFunctions } from './functions.js';
import { identityField, identityOf } from './identity.js';
import { leavingOut, warningNotice } from './objects.js';
import { outlook } from './outlook.js';
import { askedOf, readPlan } from './plan.js';
import { isHarmless, question, verb } from './question.js';
import './some-tables.js';

const PAUSE_WHILE_TYPING = 300;

class Restore extends Page {
  static properties = {
    typed: { state: true },
    accepted: { state: true },
    fresh: { state: true },
    some: { state: true },
    skipping: { state: true },
    seen: { state: true },
    identity: { state: true },
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
    this.identity = '';
  }

  /** Another destination: what was confirmed and accepted was meant for the one before. */
  willUpdate(changed) {
    if (changed.has('route')) {
      this.fresh ||= this.#target !== '';
      this.some ||= this.#tables.length > 0;
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

  /** The tables that alone are wanted. */
  get #tables() {
    return this.route.query.getAll('tables');
  }

  async #read() {
    if (!session.may('ADMIN')) {
      return {};
    }
    return readPlan(this.route.query, this.#plan.data);
  }

  render() {
    return html`<a class="back" href="backups">${t('backup.back')}</a>
      <h1>${t('restore.title')}</h1>
      ${this.#plan.render((plan) => (plan.preview ? this.#view(plan) : denied(t('denied.restore'))))}`;
  }

  #view(plan) {
    const undecided = this.fresh ? !this.#target : this.some && this.#tables.length === 0;
    return html`${this.#subject(plan)} ${undecided ? nothing : html`${this.#checks(plan)} ${this.#confirmation(plan)}`}`;
  }

  #subject({ preview, source, all }) {
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
        some: Boolean(this.some),
        database: preview.database,
        target: this.#target,
        names: this.#databases.data ?? [preview.database],
        choose: (choice) => this.#choose(choice),
        name: (target) => this.#name(target),
      })}
      ${this.fresh
        ? nothing
        : html`<safeward-some-tables .all=${all} .tables=${this.#tables} .into=${this.route.query.get('into') ?? ''} ?some=${this.some}
            @chosen=${({ detail }) => this.#chosen(detail)}></safeward-some-tables>`}
    </section>`;
  }

  #choose({ fresh, database = '' }) {
    this.fresh = fresh;
    clearTimeout(this.#typing);
    this.some &&= !fresh;
    router.setQuery(fresh ? { target: '', tables: [], into: '' } : { target: '', database: database || this.route.query.get('database') });
  }

  #chosen({ some, tables, into }) {
    this.some = some;
    router.setQuery({ tables, into });
  }

  #name(target) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => router.setQuery({ target }), PAUSE_WHILE_TYPING);
  }

  #checks({ preview, source, other }) {
    const tables = this.#tables.length > 0 ? this.#tables : null;
    const job = { kind: 'restore', target: preview.target, tables, into: preview.into };
    const fresh = preview.target || preview.into;
    return html`<section class="card">
      <h2>${t('restore.checks')}</h2>
      ${checks(preview.checks, this.accepted, (name, accepted) => this.#accept(name, accepted))}
      ${preview.checks.some((check) => check.name === 'file' && check.outcome !== 'passed') && other
        ? html`<p><a href="restore?record=${other.id}">${t('backup.nearest', { time: format.dateTime(other.created_at) })}</a></p>`
        : nothing}
      ${warningNotice(source.warnings ?? [], t('warnings.backup'))}
      ${outlook(preview, this.#tables)}
      <h3>${fresh ? t(preview.into ? 'parts.copies' : 'restore.holds') : t('restore.changes')}</h3>
      ${fresh ? contents(preview.tables, preview.into ?? '') : changes(preview.tables, preview.compared_with)}
      <h3>${t('restore.order')}</h3>
      <ol class="plain">
        ${stepsOf(job).map((step) => html`<li>${t(`step.${wayOf(job)}.${step}`)}</li>`)}
      </ol>
    </section>`;
  }

  #accept(name, accepted) {
    this.accepted = new Set(this.accepted);
    this.accepted[accepted ? 'add' : 'delete'](name);
  }

  /** What keeps the restore from beginning; empty when nothing does. */
  #obstacle({ preview, asked }) {
    if (asked !== String(askedOf(this.route.query))) {
      return t('restore.checking');
    }
    const blocking = preview.checks.find((check) => check.outcome !== 'passed' && !this.accepted.has(check.override));
    if (blocking) {
      return t('restore.blocked', { reason: blocking.text });
    }
    if (preview.functions_seen && !this.seen) {
      return t('functions.first');
    }
    if (preview.identity_needed && !this.identity.trim()) {
      return t('identity.first');
    }
    if (feed.active().some((job) => job.database === preview.database)) {
      return t('restore.busy');
    }
    return isHarmless(preview) || this.typed === preview.database ? '' : t('restore.typeFirst', { db: preview.database });
  }

  #confirmation(plan) {
    const { preview, source, failed } = plan;
    const obstacle = this.#obstacle(plan);
    const harmless = isHarmless(preview);
    return html`<section class="card confirm">
      <h2>${t('restore.confirm')}</h2>
      ${question(preview, source, this.#tables)} ${loadedFunctions(preview, this.seen, (seen) => (this.seen = seen))}
      ${leavingOut(failed, this.skipping, (chosen) => (this.skipping = chosen))}
      <form @submit=${(event) => this.#submit(event, preview, failed, obstacle)}>
        ${preview.identity_needed ? identityField(this.identity, (text) => (this.identity = text)) : nothing}
        ${harmless ? nothing : this.#typedName(preview)}
        <div class="actions">
          <button type="submit" class=${harmless ? 'primary' : 'danger'} aria-disabled=${obstacle !== '' || this.busy ? 'true' : 'false'} aria-describedby="obstacle">
            ${verb(preview, this.#tables)}
          </button>
          <a class="button" href="backups">${harmless ? t('cancel') : t('restore.leave')}</a>
        </div>
        <p class="reason" id="obstacle" role="status">
          ${obstacle ? html`${icon('lock')}${obstacle}` : harmless ? t('restore.readyNew') : t('restore.ready')}
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
      this.querySelector(preview.identity_needed && !this.identity.trim() ? '[name=identity]' : '[name=confirmation]')?.focus();
      return;
    }
    await attempt(this, async () => {
      const job = await api.start('backup/restore', this.#order(preview, failed));
      this.identity = '';
      feed.learn(job);
      router.go(`runs/${job.id}`);
    });
  }

  #order(preview, failed) {
    const record = this.route.query.get('record');
    return {
      ...(record ? { record_id: Number(record) } : { upload_id: this.route.query.get('upload') }),
      ...(preview.target ? { target: preview.target } : {}),
      ...(this.#tables.length > 0 ? { tables: this.#tables } : {}),
      ...(preview.into ? { into: preview.into } : {}),
      database: preview.database,
      safety_backup: !this.accepted.has('safety_backup'),
      accept_unverifiable: this.accepted.has('accept_unverifiable'),
      ...(preview.functions_seen ? { functions_seen: preview.functions_seen } : {}),
      ...identityOf(this.identity),
      ...(this.skipping ? { skip: failed.map((one) => one.object) } : {}),
    };
  }
}

customElements.define('safeward-restore', Restore);
