/** The directories of backups that are not the ones that were used: what to do, and for administrators the way to accept what is there. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import { attempt, faultText, Page } from '../page.js';
import { denied, icon, notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

/** States that a marker, written anew, would set right. */
const ACCEPTABLE = ['missing', 'other'];

class Stores extends Page {
  static properties = { stores: { attribute: false }, asked: { state: true } };

  render() {
    const lacking = this.stores.filter((store) => ACCEPTABLE.includes(store.state));
    return lacking.length === 0
      ? nothing
      : html`<ul class="problems">
            ${lacking.map((store) => this.#store(store))}
          </ul>
          ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing} ${this.#dialog()}`;
  }

  #store({ directory, state }) {
    return html`<li>
      ${icon('danger')}
      <div>
        <strong>${directory}</strong>
        <p class="small">${t(`stores.${state}`)}</p>
        ${session.may('ADMIN')
          ? html`<button type="button" ?disabled=${this.busy} aria-label=${`${t('stores.accept')}: ${directory}`} @click=${() => this.#ask(directory)}>
              ${t('stores.accept')}
            </button>`
          : denied(t('denied.stores'))}
      </div>
    </li>`;
  }

  #dialog() {
    const directory = this.asked ?? '';
    return html`<dialog aria-labelledby="stores-question">
      <form method="dialog">
        <h2 id="stores-question">${t('stores.question', { directory })}</h2>
        <p>${t('stores.loss')}</p>
        <div class="actions">
          <button type="button" class="danger" @click=${this.#accept}>${t('stores.verb')}</button>
          <button type="submit" autofocus>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }

  async #ask(directory) {
    this.asked = directory;
    await this.updateComplete;
    openDialog(this);
  }

  async #accept(event) {
    event.target.closest('dialog').close();
    await attempt(this, async () => {
      await api.post('backup/stores/accept', { directory: this.asked });
      this.dispatchEvent(new Event('accepted', { bubbles: true }));
    });
  }
}

customElements.define('safeward-stores', Stores);
