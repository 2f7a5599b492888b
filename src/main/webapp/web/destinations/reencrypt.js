/** Copies at one place that are for other recipients than it has now, and making them anew. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Page } from '../page.js';
import { notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import { identityField, identityOf } from '../restore/identity.js';
import { t } from '../words.js';

class Reencrypt extends Page {
  static properties = { destination: { attribute: false }, standing: { state: true }, identity: { state: true } };

  get #path() {
    return `destinations/${encodeURIComponent(this.destination.name)}/reencrypt`;
  }

  render() {
    const { name, for_other_recipients: older } = this.destination;
    if (older === 0) {
      return nothing;
    }
    return html`<div data-older=${name}>
      ${notice('warning', t('destinations.others', { count: format.number(older) }), html`<p>${t('destinations.othersWhy')}</p>
        ${this.standing?.wanted ? this.#running() : nothing}
        ${session.may('ADMIN') ? this.#buttons(name) : nothing}`)}
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}
      ${this.#dialog(name)}
    </div>`;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.destination.for_other_recipients > 0) {
      this.#doing(() => api.get(this.#path));
    }
  }

  #running() {
    const { sealed, opens } = this.standing;
    return html`<p role="status">${t('reencrypt.running')} ${sealed > 0 && !opens ? t('reencrypt.waits', { count: format.number(sealed) }) : nothing}</p>`;
  }

  #buttons(name) {
    return html`<div class="actions">
      <button type="button" ?disabled=${this.busy} aria-label=${`${t('reencrypt.open')}: ${name}`} @click=${this.#ask}>${t('reencrypt.open')}</button>
      ${this.standing?.wanted ? html`<button type="button" ?disabled=${this.busy} @click=${() => this.#doing(() => api.remove(this.#path))}>${t('reencrypt.stop')}</button>` : nothing}
    </div>`;
  }

  #doing = (work) => attempt(this, async () => {
    this.standing = await work();
  });

  #ask = async () => {
    await this.#doing(() => api.get(this.#path));
    await this.updateComplete;
    openDialog(this);
  };

  #begin = async (event) => {
    event.target.closest('dialog').close();
    await this.#doing(() => api.post(this.#path, identityOf(this.identity ?? '')));
    this.identity = '';
  };

  #dialog(name) {
    const { older = 0, locked = 0, sealed = 0, opens = false } = this.standing ?? {};
    return html`<dialog aria-labelledby="reencrypt-${name}">
      <form method="dialog">
        <h2 id="reencrypt-${name}">${t('reencrypt.title', { name })}</h2>
        <p>${t('reencrypt.how', { older: format.number(older - locked) })}</p>
        ${locked > 0 ? html`<p>${t('reencrypt.locked', { count: format.number(locked) })}</p>` : nothing}
        ${sealed > 0 && !opens
          ? html`<p>${t('reencrypt.sealed', { count: format.number(sealed) })}</p>
              ${identityField(this.identity ?? '', (text) => (this.identity = text), t('identity.label'), t('reencrypt.note'))}`
          : nothing}
        <div class="actions">
          <button type="button" class="primary" @click=${this.#begin}>${t('reencrypt.verb')}</button>
          <button type="submit" autofocus>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }
}

customElements.define('safeward-reencrypt', Reencrypt);
