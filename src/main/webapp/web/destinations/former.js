/** A place that the settings do not name any more, until somebody says that it is gone for good. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Page } from '../page.js';
import { badge, denied, notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import { counted } from './counted.js';

const MOST_LINKS = 10;

class FormerDestination extends Page {
  static properties = { destination: { attribute: false }, asked: { state: true } };

  get #path() {
    return `destinations/${encodeURIComponent(this.destination.name)}`;
  }

  render() {
    const one = this.destination;
    return html`<section class="card" aria-label=${one.name} data-former=${one.name}>
      <h2>${one.name} ${badge('warning', t('destinations.former'))}</h2>
      <p>${t('destinations.formerAbout')}</p>
      <dl class="facts">
        ${one.address ? html`<div><dt>${t('destinations.fact.address')}</dt><dd>${one.address}</dd></div>` : nothing}
        <div><dt>${t('destinations.fact.copies')}</dt><dd>${counted(one.copies)}</dd></div>
      </dl>
      ${lost(one)}
      <div class="actions">
        ${session.may('ADMIN')
          ? html`<button type="button" ?disabled=${this.busy} aria-label=${`${t('destinations.gone')}: ${one.name}`} @click=${this.#ask}>${t('destinations.gone')}</button>`
          : denied(t('denied.gone'))}
      </div>
      ${this.fault ? notice('danger', t('destinations.notForgotten', { name: one.name }), html`<p>${faultText(this.fault)}</p>`, 'alert') : nothing}
      ${this.#dialog()}
    </section>`;
  }

  /** Counted anew, so that what is confirmed is what goes. */
  #ask = () => attempt(this, async () => {
    this.asked = await api.get(`${this.#path}/gone`);
    await this.updateComplete;
    openDialog(this);
  });

  #forget = async (event) => {
    event.preventDefault();
    event.target.closest('dialog').close();
    await attempt(this, () => api.remove(`${this.#path}?lost=${this.asked.lost}`));
    this.dispatchEvent(new Event('changed', { bubbles: true }));
  };

  #dialog() {
    const one = this.asked ?? this.destination;
    return html`<dialog aria-labelledby="gone-${one.name}">
      <form method="dialog" @submit=${this.#forget}>
        <h2 id="gone-${one.name}">${t('destinations.goneTitle', { name: one.name })}</h2>
        <p>${t('destinations.goneMeans', { copies: counted(one.copies) })}</p>
        ${lost(one)}
        ${one.lost > 0
          ? html`<label class="check"><input type="checkbox" name="lost" required /><span>${t('destinations.goneConfirm', { count: format.number(one.lost) })}</span></label>`
          : nothing}
        <div class="actions">
          <button type="submit" class="danger">${t('destinations.goneVerb')}</button>
          <button type="button" autofocus @click=${(event) => event.target.closest('dialog').close()}>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }
}

/** The first of them with where to look at them. */
function lost({ lost: number, lost_records: ids }) {
  if (number === 0) {
    return html`<p>${t('destinations.lostNone')}</p>`;
  }
  const links = ids.slice(0, MOST_LINKS).map((id) => html`<a href="backups/${id}">${t('destinations.lostOne', { id })}</a> `);
  return notice('danger', t('destinations.lost', { count: format.number(number) }), html`<p>${links}${number > MOST_LINKS ? '…' : nothing}</p>`);
}

customElements.define('safeward-former-destination', FormerDestination);
