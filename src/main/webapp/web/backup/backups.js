/** The backups: filtered by what stands in the address, newest first; and the way in for a file. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import * as session from '../access/session.js';
import { filter, isFiltered } from '../filters.js';
import * as format from '../formats.js';
import * as feed from '../jobs/feed.js';
import { stateBadge } from '../jobs/result.js';
import { Loader, Page } from '../page.js';
import { PAGE_SIZE, pageOf, pages } from '../pages.js';
import { badge, icon } from '../parts.js';
import * as api from '../rest/api.js';
import '../restore/upload.js';
import { t } from '../words.js';
import './adopt.js';
import { strangeBadge } from './strange.js';
import './trash.js';

/** The reasons come for all records at once: not for so many. */
const MOST_WITH_REASONS = 1000;
const TYPES = ['manual', 'auto'];
const STATES = ['completed', 'failed', 'cancelled', 'timeout', 'running'];
const FILTERS = ['database', 'type', 'status'];

class Backups extends Page {
  static properties = { reasons: { state: true } };

  #list = new Loader(this, () => this.#read());
  #databases = new Loader(this, async () => (await api.get('databases?inspect=false')).list.map((one) => one.name));

  constructor() {
    super();
    new feed.Following(this, (job) => {
      if (job && feed.hasEnded(job)) {
        this.#list.load();
      }
    });
  }

  willUpdate(changed) {
    if (changed.get('route')) {
      this.#list.load();
    }
  }

  async #read() {
    const query = new URLSearchParams({ page_size: PAGE_SIZE, page: pageOf(this.route) });
    FILTERS.filter((name) => this.route.query.get(name)).forEach((name) => query.set(name, this.route.query.get(name)));
    const list = await api.get(`backup/list?${query}`);
    if (list.total <= MOST_WITH_REASONS) {
      this.#explain(new Set(list.list.map((record) => record.database)));
    }
    return list;
  }

  /** Why each one is kept, or goes with the next good backup. The list does not wait for it, and does without it. */
  async #explain(databases) {
    const plans = await Promise.allSettled(
      [...databases].map((name) => api.get(`backup/retention/preview?database=${encodeURIComponent(name)}`)),
    );
    const decisions = plans.flatMap((plan) => plan.value?.list ?? []);
    this.reasons = new Map(decisions.map((decision) => [decision.record_id, decision]));
  }

  render() {
    return html`
      <h1>${t('nav.backups')}</h1>
      ${this.#filters()} ${this.#list.render((data) => this.#view(data))}
      <safeward-trash @back=${this.#list.load}></safeward-trash>
      <safeward-upload .databases=${this.#databases.data ?? ['default']}></safeward-upload>
      ${session.may('ADMIN') ? html`<safeward-adopt @adopted=${this.#list.load} .databases=${this.#databases.data ?? ['default']}></safeward-adopt>` : nothing}
    `;
  }

  #filters() {
    const databases = this.#databases.data ?? [];
    return html`<div class="filters" role="group" aria-label=${t('filters')}>
      ${databases.length > 1 ? filter(this.route, 'database', t('backups.database'), databases.map((name) => [name, name])) : nothing}
      ${filter(this.route, 'type', t('backups.type'), TYPES.map((type) => [type, t(`type.${type}`)]))}
      ${filter(this.route, 'status', t('backups.status'), STATES.map((state) => [state, t(`state.${state}`)]))}
    </div>`;
  }

  #view(data) {
    if (data.total === 0) {
      const filtered = isFiltered(this.route, FILTERS);
      return html`<div class="empty">
        ${icon('backups')}
        <p>${filtered ? t('backups.noMatch') : t('backups.none')}</p>
        ${filtered ? html`<a class="button" href="backups">${t('backups.clear')}</a>` : html`<a class="button" href="./">${t('backups.first')}</a>`}
      </div>`;
    }
    return html`<ul class="records">
        ${repeat(data.list, (record) => record.id, (record) => row(record, this.reasons?.get(record.id)))}
      </ul>
      ${pages(this.route, data.total, 'backups.count')}`;
  }
}

function row(record, decision) {
  return html`<li>
    <a href="backups/${record.id}">
      <strong>${format.dateTime(record.created_at)}</strong>
      <span>${record.database}</span>
      <span>${t(`origin.${record.origin}`)}</span>
      <span class="numeric">${record.file_size ? format.size(record.file_size) : t('none')}</span>
      <span>${verified(record)} ${strangeBadge(record)}</span>
      <span class="small">${record.pinned ? html`${icon('pin')} ` : nothing}${kept(decision)}</span>
    </a>
  </li>`;
}

function kept(decision) {
  return decision?.remove ? t('backups.goes', { reason: decision.text }) : (decision?.text ?? '');
}

function verified(record) {
  if (record.status !== 'completed') {
    return stateBadge(record.status);
  }
  if (record.copies.some((copy) => copy.damaged_at && ['first', 'second'].includes(copy.place))) {
    return badge('danger', t('backup.damaged'));
  }
  if (record.proven_at && !record.degraded) {
    return html`${badge('ok', t('backups.proven'))}<br /><span class="small">${format.dateTime(record.proven_at)}</span>`;
  }
  return record.verified_at && !record.degraded ? badge('ok', t('backup.verified')) : badge('warning', t('backup.degraded'));
}

customElements.define('safeward-backups', Backups);
