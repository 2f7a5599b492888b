/** How one database stands: verdict, what runs, problems, calendar and sizes. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import '../backup/stores.js';
import * as format from '../formats.js';
import * as feed from '../jobs/feed.js';
import { standsAside } from '../jobs/steps.js';
import { strip } from '../jobs/strip.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { denied, icon, notice } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import { calendar, WEEKS } from './calendar.js';
import { trend } from './trend.js';
import { proofOf, verdictOf } from './verdict.js';

const REFRESH_MILLISECONDS = 60_000;
const PAGE_SIZE = 100;
const MOST_PAGES = 5;
const MOST_LINKED = 5;

class Standing extends Page {
  static properties = {
    database: { attribute: false },
    several: { type: Boolean },
    leading: { type: Boolean },
    note: { state: true },
  };

  #standing = new Loader(this, () => this.#read());
  #clock;

  constructor() {
    super();
    this.note = '';
    new feed.Following(this, (job) => {
      if (job?.database === this.database.name && feed.hasEnded(job)) {
        this.#standing.load();
      }
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#clock = setInterval(this.#standing.load, REFRESH_MILLISECONDS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  async #read() {
    const database = encodeURIComponent(this.database.name);
    const [status, records] = await Promise.all([api.get(`backup/status?database=${database}`), this.#recent(database)]);
    return { status, records };
  }

  /** The records of the weeks that are shown. */
  async #recent(database) {
    const since = format.now() - WEEKS * 7 * 86_400;
    const records = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { list } = await api.get(`backup/list?database=${database}&page=${page}&page_size=${PAGE_SIZE}`);
      records.push(...list);
      if (list.length < PAGE_SIZE || list.at(-1).created_at < since) {
        break;
      }
    }
    return records;
  }

  render() {
    return html`<section class="standing" aria-label=${t('overview.of', { db: this.database.name })}>
      ${this.several ? html`<h2>${this.database.name}</h2>` : nothing}
      ${this.#standing.render((data) => this.#view(data), true)}
    </section>`;
  }

  #view({ status, records }) {
    const active = feed.active().filter((job) => job.database === this.database.name);
    const running = active.find((job) => !standsAside(job));
    return html`
      ${this.#verdict(status, records, running)} ${active.map(strip)} ${this.#actions(running)}
      ${this.#problems(status, records)}
      <div class="columns">${calendar(records)} ${trend(records)}</div>
    `;
  }

  #verdict(status, records, running) {
    // Data that could not be brought up to date proves nothing about now.
    const verdict = this.#standing.fault
      ? { tone: 'unknown', key: 'unknown', moments: { time: this.#standing.at } }
      : verdictOf(status, records, format.now(), running);
    const moments = Object.fromEntries(
      Object.entries(verdict.moments ?? {}).map(([name, moment]) => [name, format.dateTime(moment)]),
    );
    return html`<div class="verdict ${verdict.tone}" data-verdict=${verdict.key}>
      ${icon(verdict.tone)}
      <div>
        <p class="sentence" role="status">${t(`verdict.${verdict.key}`, { ...moments, ...verdict.words })}</p>
        ${concerned(verdict, status)} ${this.#standing.fault ? this.#standing.why() : proof(status)}
      </div>
    </div>`;
  }

  #actions(running) {
    if (!session.may('OPERATOR')) {
      return denied(t('denied.backup'));
    }
    return html`<div class="actions">
        <button type="button" class=${this.leading ? 'primary' : ''} ?disabled=${this.busy || running} @click=${this.#backUp}>
          ${t('overview.backUp')}
        </button>
        <a class="button" href="backups?database=${encodeURIComponent(this.database.name)}">${t('overview.restore')}</a>
        ${running ? html`<p class="reason">${icon('running')}${t('overview.busy')}</p>` : nothing}
      </div>
      <details>
        <summary>${t('overview.addNote')}</summary>
        <label class="field"
          ><span>${t('overview.note')}</span>
          <input name="reason" maxlength="1000" autocomplete="off" .value=${this.note} @input=${(event) => (this.note = event.target.value)}
        /></label>
      </details>
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}`;
  }

  async #backUp() {
    await attempt(this, async () => {
      feed.learn(await api.start('backup/create', { database: this.database.name, reason: this.note }));
      this.note = '';
    });
  }

  #problems(status, records) {
    const last = records.find((record) => !['pending', 'running'].includes(record.status));
    const problems = [...status.warnings];
    if (['failed', 'timeout'].includes(last?.status)) {
      problems.unshift(t('overview.lastFailure', { reason: last.failure_reason, time: format.dateTime(last.created_at) }));
    }
    if (this.database.error) {
      problems.unshift(faultText(this.database));
    }
    return problems.length === 0
      ? nothing
      : html`<section class="card">
          <h2>${t('overview.problems')}</h2>
          <ul class="problems">
            ${problems.map((problem) => html`<li>${icon('warning')}<span>${problem}</span></li>`)}
          </ul>
          <safeward-stores .stores=${status.stores} @accepted=${this.#standing.load}></safeward-stores>
        </section>`;
  }
}

/** The way to the backups that the verdict is about. */
function concerned(verdict, status) {
  if (verdict.words?.name) {
    return html`<p><a href="destinations">${t('verdict.destinations')}</a></p>`;
  }
  const ids = { damaged: status.damaged, strange: status.strange }[verdict.key] ?? [];
  return ids.length === 0
    ? nothing
    : html`<p>${ids.slice(0, MOST_LINKED).map((id) => html`<a href="backups/${id}">${t('verdict.look', { id })}</a> `)}</p>`;
}

/** When it was last shown that a backup comes back. */
function proof(status) {
  const last = proofOf(status);
  return last ? html`<p data-proof=${last.key}>${t(`proof.${last.key}`, { time: format.dateTime(last.time), from: last.from })}</p>` : nothing;
}

customElements.define('safeward-standing', Standing);
