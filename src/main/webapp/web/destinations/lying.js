/** What lies at one place beyond this machine, from the manifests there alone. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { Loader, Page } from '../page.js';
import { PAGE_SIZE, pageOf, pages } from '../pages.js';
import { badge, denied, icon } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

class Lying extends Page {
  #list = new Loader(this, () => this.#read());

  willUpdate(changed) {
    if (changed.get('route')) {
      this.#list.load();
    }
  }

  #read() {
    const query = new URLSearchParams({ page_size: PAGE_SIZE, page: pageOf(this.route) });
    return session.may('OPERATOR') ? api.get(`destinations/${this.route.ids.name}/backups?${query}`) : null;
  }

  render() {
    return html`<a class="back" href="destinations">${t('destinations.all')}</a>
      <h1>${t('destinations.lyingAt', { name: this.route.ids.name })}</h1>
      <p>${t('destinations.lyingAbout')}</p>
      ${this.#list.render((data) => (data === null ? denied(t('denied.lying')) : this.#view(data)))}`;
  }

  #view({ list, total }) {
    return total === 0
      ? html`<div class="empty">${icon('backups')}<p>${t('destinations.lyingNone')}</p></div>`
      : html`<ul class="records">
            ${repeat(list, (one) => one.name, row)}
          </ul>
          ${pages(this.route, total, 'destinations.lyingCount')}`;
  }
}

function row(one) {
  const shown = html`<strong>${one.created_at ? format.dateTime(one.created_at) : one.name}</strong>
    <span>${one.database ?? t('none')}</span>
    <span>${one.encrypted ? t('destinations.encrypted') : nothing}</span>
    <span class="numeric">${one.size === undefined ? t('none') : format.size(one.size)}</span>
    <span>${trust(one)}</span>
    <span class="small">${one.name}</span>`;
  return html`<li>${one.record_id ? html`<a href="backups/${one.record_id}">${shown}</a>` : html`<div>${shown}</div>`}</li>`;
}

/** What nobody vouches for, or what is not there, is never shown as good. */
function trust(one) {
  if (!one.present) {
    return badge('danger', t('destinations.absent'));
  }
  const tone = { signed_by_us: 'ok', broken: 'danger', unreadable: 'danger' }[one.trust] ?? 'warning';
  return badge(tone, t(`destinations.trust.${one.trust}`));
}

customElements.define('safeward-lying', Lying);
