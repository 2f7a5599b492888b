/** What was done, by day and by whom: the runs, and for administrators the audit. Both are filtered by what stands in the address. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import { audit, auditFilters, auditQuery } from '../access/audit.js';
import { filter, isFiltered } from '../filters.js';
import * as format from '../formats.js';
import { Loader, Page } from '../page.js';
import { PAGE_SIZE, pageOf, pages } from '../pages.js';
import { denied, icon } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import * as feed from './feed.js';
import { stateBadge } from './result.js';

const VIEWS = ['runs', 'audit'];
const KINDS = ['backup', 'restore', 'undo', 'drill', 'compare', 'copy'];
const STATES = ['completed', 'failed', 'cancelled', 'timeout', 'running'];
const FILTERS = { runs: ['kind', 'state', 'database'], audit: ['who', 'action', 'result', 'from', 'until'] };

class Activity extends Page {
  #entries = new Loader(this, () => this.#read());
  #databases = new Loader(this, async () => (await api.get('databases?inspect=false')).list.map((one) => one.name));

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

  async #read() {
    const view = this.#view;
    if (view === 'audit' && !session.may('ADMIN')) {
      return { view, list: [], total: 0 };
    }
    const chosen = FILTERS[view].filter((name) => this.route.query.get(name)).map((name) => [name, this.route.query.get(name)]);
    const wanted = Object.fromEntries(chosen);
    const query = new URLSearchParams({
      page: pageOf(this.route),
      page_size: PAGE_SIZE,
      ...(view === 'audit' ? auditQuery(wanted) : wanted),
    });
    return { view, ...(await api.get(`${view === 'audit' ? 'audit' : 'backup/jobs'}?${query}`)) };
  }

  render() {
    const view = this.#view;
    return html`<h1>${t('nav.activity')}</h1>
      <div class="filters" role="group" aria-label=${t('activity.what')}>
        ${VIEWS.map(
          (name) =>
            html`<a class="button" href="activity${name === 'runs' ? '' : '?view=audit'}" aria-current=${name === view ? 'true' : 'false'}
              >${t(`activity.${name}`)}</a
            >`,
        )}
      </div>
      ${view === 'runs' ? this.#runFilters() : session.may('ADMIN') ? auditFilters(this.route) : nothing}
      ${this.#entries.render((data) => this.#list(data))}`;
  }

  #runFilters() {
    const databases = this.#databases.data ?? [];
    return html`<div class="filters" role="group" aria-label=${t('filters')}>
      ${databases.length > 1 ? filter(this.route, 'database', t('database'), databases.map((name) => [name, name])) : nothing}
      ${filter(this.route, 'kind', t('activity.kind'), KINDS.map((kind) => [kind, t(`kind.${kind}`)]))}
      ${filter(this.route, 'state', t('backups.status'), STATES.map((state) => [state, t(`state.${state}`)]))}
    </div>`;
  }

  #list(data) {
    if (data.view === 'audit' && !session.may('ADMIN')) {
      return denied(t('denied.audit'));
    }
    if (data.list.length === 0) {
      return this.#empty(data.view);
    }
    const entries = data.list.map((entry) => ({ at: entry.created_at ?? entry.began_at, entry }));
    const days = format.grouped(entries, ({ at }) => format.date(at));
    return html`${[...days].map(
        ([day, list]) =>
          html`<section>
            <h2>${day}</h2>
            <ul class="records ${data.view}">
              ${list.map(({ entry }) => (data.view === 'audit' ? audit(entry) : run(entry)))}
            </ul>
          </section>`,
      )}
      ${pages(this.route, data.total, 'activity.count')}`;
  }

  #empty(view) {
    const filtered = isFiltered(this.route, FILTERS[view]);
    return html`<div class="empty">
      ${icon('activity')}
      <p>${filtered ? t('activity.noMatch') : t('activity.none')}</p>
      ${filtered ? html`<a class="button" href="activity${view === 'audit' ? '?view=audit' : ''}">${t('backups.clear')}</a>` : nothing}
    </div>`;
  }
}

function run(job) {
  const took = job.ended_at && job.started_at ? format.duration(job.ended_at - job.started_at) : '';
  return html`<li>
    <a href="runs/${job.id}">
      <strong>${format.time(job.created_at)}</strong>
      <span>${t(`kind.${job.kind}`)}</span>
      <span>${job.database}${job.target ? ` → ${job.target}` : nothing}${job.tables ? `: ${format.names(job.tables)}` : nothing}</span>
      <span>${stateBadge(job.state)}</span>
      <span class="small">${took}</span>
      <span class="small">${job.requested_by || t('run.timer')}</span>
    </a>
  </li>`;
}

customElements.define('safeward-activity', Activity);
