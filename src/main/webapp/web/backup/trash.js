/** What was deleted and can still be brought back; nothing while nothing is there. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { notice } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

const MOST = 100;

class Trash extends Page {
  #thrown = new Loader(this, () => api.get(`backup/list?trash=true&page_size=${MOST}`));

  connectedCallback() {
    super.connectedCallback();
    this.#thrown.load();
  }

  render() {
    const { list = [], total = 0 } = this.#thrown.data ?? {};
    if (total === 0) {
      return this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing;
    }
    return html`<section class="card">
      <h2>${t('trash.title')}</h2>
      <p>${t('trash.text')}</p>
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}
      <ul>
        ${list.map((record) => html`<li>${this.#row(record)}</li>`)}
      </ul>
      ${total > list.length ? html`<p class="small">${t('trash.more', { count: format.number(total - list.length) })}</p>` : nothing}
    </section>`;
  }

  #row(record) {
    const time = format.dateTime(record.created_at);
    const facts = { db: record.database, size: format.size(record.file_size), time, thrown: format.dateTime(record.trashed_at) };
    const who = record.trashed_by === '(retention)' ? t('trash.byRetention', facts) : t('trash.by', { ...facts, who: record.trashed_by });
    return html`${who}
    ${session.may('OPERATOR')
      ? html`<button type="button" ?disabled=${this.busy} aria-label=${t('trash.backLabel', { time })} @click=${() => this.#bringBack(record)}>${t('trash.back')}</button>`
      : nothing}`;
  }

  #bringBack(record) {
    return attempt(this, async () => {
      await api.post(`backup/records/${record.id}/untrash`);
      await this.#thrown.load();
      this.dispatchEvent(new Event('back', { bubbles: true }));
    });
  }
}

customElements.define('safeward-trash', Trash);
