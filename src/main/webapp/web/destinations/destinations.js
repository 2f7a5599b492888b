/** The places beyond this machine: how it stands with each, trying one, and copying the backups there that are older than it. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import './destination.js';
import './former.js';
import './recipients.js';
import './trusted-keys.js';
import * as session from '../access/session.js';
import { Loader, Page } from '../page.js';
import { icon } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

const REFRESH_MILLISECONDS = 60_000;

class Destinations extends Page {
  #list = new Loader(this, () => api.get('destinations'));
  #clock;

  connectedCallback() {
    super.connectedCallback();
    this.#clock = setInterval(this.#list.load, REFRESH_MILLISECONDS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  render() {
    return html`<a class="back" href="settings">${t('destinations.back')}</a>
      <h1>${t('destinations.title')}</h1>
      <p>${t('destinations.about')}</p>
      ${this.#list.render((data) => this.#view(data))}`;
  }

  #view({ list, former }) {
    const beyond = list.filter((one) => one.name !== 'second-directory');
    return html`${beyond.length === 0 ? none() : nothing}
    ${repeat(
      list,
      (one) => one.name,
      (one) => html`<safeward-destination .destination=${one} @changed=${this.#list.load}></safeward-destination>`,
    )}
    ${repeat(
      former,
      (one) => one.name,
      (one) => html`<safeward-former-destination .destination=${one} @changed=${this.#list.load}></safeward-former-destination>`,
    )}
    <safeward-recipients></safeward-recipients>
    ${session.may('ADMIN') ? html`<safeward-trusted-keys></safeward-trusted-keys>` : nothing}`;
  }
}

const none = () =>
  html`<div class="empty">
    ${icon('warning')}
    <p><strong>${t('destinations.none')}</strong></p>
    <p>${t('destinations.how')}</p>
    <p><code>SAFEWARD_DESTINATIONS=offsite<br />SAFEWARD_DESTINATION_OFFSITE_URL=s3://…</code></p>
  </div>`;

customElements.define('safeward-destinations', Destinations);
