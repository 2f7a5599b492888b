/** What was done, by day and by whom: the runs, and for administrators the audit. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import { audit } from '../access/audit.js';
import * as format from '../formats.js';
import { Loader, Page } from '../page.js';
import { denied } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { t } from '../words.js';
import * as feed from './feed.js';
import { stateBadge } from './result.js';

const PAGE_SIZE = 50;
const VIEWS = ['runs', 'audit'];

class Activity extends Page {
  #entries = new Loader(this, () => this.#read());

  constructor() {
    super();
    new feed.Following(this, (job) => {
      if (job && (feed.hasEnded(job) || job.state === 'pending')) {
        this.#entries.load();
      }
    });
  }

  willUpdate(changed) {
    if (changed.get('route')) {
      this.#entries.load();
    }
  }

  get #view() {
    return this.route.query.get('view') === 'audit' ? 'audit' : 'runs';
  }

  get #page() {
    return Number(this.route.query.get('page')) || 1;
  }

  async #read() {
    const view = this.#view;
    if (view === 'audit' && !session.may('ADMIN')) {
      return { view, list: [], total: 0 };
    }
    const path = view === 'audit' ? 'audit' : 'backup/jobs';
    return { view, ...(await api.get(`${path}?page=${this.#page}&page_size=${PAGE_SIZE}`)) };
  }

  render() {
    return html`<h1>${t('nav.activity')}</h1>
      <div class="filters" role="group" aria-label=${t('filters')}>
        ${VIEWS.map(
          (view) =>
            html`<a class="button" href="activity${view === 'runs' ? '' : '?view=audit'}" aria-current=${view === this.#view ? 'true' : 'false'}
              >${t(`activity.${view}`)}</a
            >`,
        )}
      </div>
      ${this.#entries.render((data) => this.#list(data))}`;
  }

  #list(data) {
    if (data.view === 'audit' && !session.may('ADMIN')) {
      return denied(t('denied.audit'));
    }
    if (data.list.length === 0) {
      return html`<div class="empty"><p>${t('activity.none')}</p></div>`;
    }
    const entries = data.list.map((entry) => ({ at: entry.created_at ?? entry.began_at, entry }));
    const days = format.grouped(entries, ({ at }) => format.date(at));
    return html`${[...days].map(
        ([day, list]) =>
          html`<section>
            <h2>${day}</h2>
            <ul class="records">
              ${list.map(({ entry }) => (data.view === 'audit' ? audit(entry) : run(entry)))}
            </ul>
          </section>`,
      )}
      ${this.#pages(data)}`;
  }

  #pages({ total }) {
    const last = Math.ceil(total / PAGE_SIZE);
    const go = (page) => () => router.setQuery({ page: page === 1 ? '' : String(page) });
    return last < 2
      ? nothing
      : html`<div class="pages">
          <p role="status">${t('activity.page', { page: this.#page, pages: last })}</p>
          <button type="button" ?disabled=${this.#page <= 1} @click=${go(this.#page - 1)}>${t('backups.newer')}</button
          ><button type="button" ?disabled=${this.#page >= last} @click=${go(this.#page + 1)}>${t('backups.older')}</button>
        </div>`;
  }
}

function run(job) {
  const took = job.ended_at && job.started_at ? format.duration(job.ended_at - job.started_at) : '';
  return html`<li>
    <a href="runs/${job.id}">
      <strong>${format.time(job.created_at)}</strong>
      <span>${t(`kind.${job.kind}`)}</span>
      <span>${job.database}</span>
      <span>${stateBadge(job.state)}</span>
      <span class="small">${took}</span>
      <span class="small">${job.requested_by || t('run.timer')}</span>
    </a>
  </li>`;
}

customElements.define('safeward-activity', Activity);
