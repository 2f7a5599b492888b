/** When backups are made by themselves and how long they are kept: as a sentence first, with what follows from each change. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { databaseChoice, denied, notice } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { t } from '../words.js';
import './drills.js';
import { fromCron, toCron } from './frequency.js';
import { frequency, zone } from './when.js';

const PAUSE_WHILE_TYPING = 250;

/** "daily=7,weekly=4" in words. */
const periodsText = (keep) =>
  keep
    .split(',')
    .map((part) => part.split('='))
    .map(([period, count]) => t(`schedule.period.${period}`, { count }))
    .join(', ');

class Schedule extends Page {
  static properties = {
    draft: { state: true },
    choice: { state: true },
    preview: { state: true },
    cronFault: { state: true },
    removes: { state: true },
    removesCopies: { state: true },
    periods: { state: true },
    saved: { state: true },
  };

  #databases = new Loader(this, async () => (await api.get('databases?inspect=false')).list.map((one) => one.name));
  #config = new Loader(this, () => this.#read());
  #typing;

  get #database() {
    return this.route.query.get('database') || this.#databases.data?.[0] || 'default';
  }

  async #read() {
    const name = this.route.query.get('database') || 'default';
    const config = await api.get(`backup/config?database=${encodeURIComponent(name)}`);
    // What was changed and not saved survives a change of the language.
    if (!this.draft || !this.#isChanged(this.#config.data)) {
      this.draft = { ...config };
      this.choice = fromCron(config.backup_cron);
    }
    this.#look();
    return config;
  }

  willUpdate(changed) {
    if (changed.get('route')) {
      this.draft = null;
      this.#config.load();
    }
  }

  #isChanged(config) {
    return Boolean(config) && Object.keys(config).some((name) => config[name] !== this.draft[name]);
  }

  render() {
    return html`<h1>${t('nav.schedule')}</h1>
      ${databaseChoice(this.#databases.data ?? [], this.#database, (name) => router.setQuery({ database: name }))}
      ${this.#config.render((config) => this.#view(config))}`;
  }

  #view(config) {
    const may = session.may('ADMIN');
    return html`<form @submit=${this.#save} novalidate>
      ${this.#sentence()}
      <fieldset ?disabled=${!may}>
        <legend>${t('schedule.when')}</legend>
        <label class="check"
          ><input type="checkbox" name="enabled" .checked=${live(this.draft.backup_enabled === 1)}
            @change=${(event) => this.#change({ backup_enabled: event.target.checked ? 1 : 0 })}
          /><span>${t('schedule.enabled')}</span></label
        >
        ${frequency(this.choice, (values) => this.#choose(values))}
        ${zone(this.draft.backup_timezone, (backup_timezone) => this.#change({ backup_timezone }))} ${this.#raw()}
      </fieldset>
      ${this.#next()}
      <fieldset ?disabled=${!may}>
        <legend>${t('schedule.keep')}</legend>
        ${this.#numberField('backup_retention', t('schedule.days'), 3650)} ${this.#numberField('backup_max_count', t('schedule.count'), 1000)}
        <p role="status" class="small">${this.#removal()}</p>
        ${this.periods ? html`<p class="small">${t('schedule.periods', { periods: periodsText(this.periods) })}</p>` : nothing}
      </fieldset>
      <fieldset ?disabled=${!may}>
        <legend>${t('schedule.drills')}</legend>
        <safeward-drills .cron=${this.draft.drill_cron} @chosen=${(event) => this.#change({ drill_cron: event.detail })}></safeward-drills>
      </fieldset>
      <fieldset ?disabled=${!may}>
        <legend>${t('schedule.files')}</legend>
        <label class="check"
          ><input type="checkbox" name="compress" .checked=${live(this.draft.backup_compress === 1)}
            @change=${(event) => this.#change({ backup_compress: event.target.checked ? 1 : 0 })}
          /><span>${t('schedule.compress')}</span></label
        >
        <label class="field"
          ><span>${t('schedule.path')}</span>
          <input name="backup_path" class="mono" autocomplete="off" spellcheck="false" aria-describedby="path-note" .value=${live(this.draft.backup_path)}
            @input=${(event) => this.#change({ backup_path: event.target.value.trim() })}
          /><span class="small" id="path-note">${t('schedule.pathNote')}</span></label
        >
      </fieldset>
      ${may ? this.#saving(config) : denied(t('denied.schedule'))}
    </form>`;
  }

  #sentence() {
    const off = this.draft.backup_enabled !== 1;
    if (this.cronFault) {
      return notice('danger', t('schedule.invalid'), html`<p>${faultText(this.cronFault)}</p>`);
    }
    const values = { sentence: this.preview?.sentence, zone: this.preview?.timezone ?? '' };
    const sentence = this.preview ? t('schedule.sentence', values) : '';
    return off
      ? notice('warning', t('schedule.off'), html`<p>${sentence}</p>`)
      : html`<p class="lead" role="status">${sentence}</p>`;
  }

  #raw() {
    return html`<details ?open=${this.choice.kind === 'custom'}>
      <summary>${t('schedule.raw')}</summary>
      <label class="field"
        ><span>${t('schedule.cron')}</span>
        <input name="cron" class="mono" autocomplete="off" spellcheck="false" .value=${live(this.draft.backup_cron)}
          aria-invalid=${this.cronFault ? 'true' : 'false'}
          @input=${(event) => {
            this.choice = { ...fromCron(event.target.value), kind: 'custom' };
            this.#change({ backup_cron: event.target.value });
          }}
      /></label>
      <p class="small">${t('schedule.cronFields')}</p>
    </details>`;
  }

  #next() {
    return html`<section class="card">
      <h2>${t('schedule.next')}</h2>
      ${this.preview && !this.cronFault
        ? html`<ol class="plain" data-next>
            ${this.preview.next_run_at.map((run) => html`<li>${format.dateTime(run, this.preview.timezone)}</li>`)}
          </ol>`
        : html`<p>${t('none')}</p>`}
    </section>`;
  }

  #numberField(name, label, most) {
    return html`<label class="field"
      ><span>${label}</span>
      <input name=${name} type="number" min="1" max=${most} .value=${live(String(this.draft[name]))}
        @input=${(event) => this.#change({ [name]: Number(event.target.value) })}
    /></label>`;
  }

  #removal() {
    if (this.removes === undefined) {
      return '';
    }
    if (this.removes === null) {
      return t('schedule.removesUnknown');
    }
    const removed = t('schedule.removes', { count: this.removes });
    return this.removesCopies > 0 ? t('schedule.removesCopies', { removed, count: this.removesCopies }) : removed;
  }

  #saving(config) {
    const changed = this.#isChanged(config);
    return html`<div class="actions">
        <button type="submit" class="primary" aria-disabled=${!changed || this.busy ? 'true' : 'false'}>${t('schedule.save')}</button>
        <p role="status" class="reason">${changed ? t('schedule.unsaved') : this.saved ? t('schedule.saved') : t('schedule.same')}</p>
      </div>
      ${this.fault ? notice('danger', t('schedule.notSaved'), html`<p>${faultText(this.fault)}</p>`, 'alert') : nothing}`;
  }

  #choose(values) {
    this.choice = { ...this.choice, ...values };
    const cron = toCron(this.choice);
    if (cron) {
      this.#change({ backup_cron: cron });
    }
  }

  #change(values) {
    this.draft = { ...this.draft, ...values };
    this.saved = false;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#look(), PAUSE_WHILE_TYPING);
  }

  /** What the server makes of the draft. Only the newest draft's answer counts. */
  async #look() {
    const draft = this.draft;
    const cron = new URLSearchParams({ cron: draft.backup_cron, timezone: draft.backup_timezone });
    const keep = new URLSearchParams({
      database: this.#database,
      backup_retention: draft.backup_retention,
      backup_max_count: draft.backup_max_count,
    });
    const [schedule, retention] = await Promise.allSettled([
      api.get(`backup/config/preview?${cron}`),
      api.get(`backup/retention/preview?${keep}`),
    ]);
    if (draft !== this.draft) {
      return;
    }
    this.cronFault = schedule.status === 'rejected' ? schedule.reason : null;
    this.preview = schedule.value ?? this.preview;
    this.removes = retention.status === 'fulfilled' ? retention.value.removes : null;
    this.removesCopies = retention.value?.removes_copies ?? 0;
    this.periods = retention.value?.backup_keep ?? this.periods;
  }

  async #save(event) {
    event.preventDefault();
    if (this.busy || !this.#isChanged(this.#config.data)) {
      return;
    }
    await attempt(this, async () => {
      await api.put('backup/config', { ...this.draft, database: this.#database });
      this.#config.data = { ...this.draft };
      this.saved = true;
    });
  }
}

customElements.define('safeward-schedule', Schedule);
