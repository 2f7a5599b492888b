/** The server's own upkeep. Each action asks first and tells its result in place; a restart waits until the server is back. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { faultText, Page } from '../page.js';
import { notice } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

const ACTIONS = ['clear-cache', 'backup', 'restart'];
const LOOK_MILLISECONDS = 1000;
/** The server answers before it ends itself. */
const ENDS_AFTER_SECONDS = 15;

class Maintenance extends Page {
  static properties = { asked: { state: true }, busy: { state: true }, done: { state: true }, fault: { state: true }, waiting: { state: true } };

  render() {
    return html`<section class="card">
      <h2>${t('maintenance.title')}</h2>
      <ul class="problems">
        ${ACTIONS.map(
          (action) =>
            html`<li>
              <div>
                <strong>${t(`maintenance.${action}`)}</strong>
                <p class="small">${t(`maintenance.${action}.text`)}</p>
                <button type="button" data-action=${action} ?disabled=${this.busy} @click=${() => this.#ask(action)}>
                  ${t(`maintenance.${action}.verb`)}
                </button>
              </div>
            </li>`,
        )}
      </ul>
      <div role="status">
        ${this.waiting ? notice('running', t('maintenance.waiting')) : nothing}
        ${this.done ? notice('ok', this.done) : nothing}
      </div>
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing} ${this.#dialog()}
    </section>`;
  }

  #dialog() {
    return html`<dialog aria-labelledby="maintenance-question">
      <form method="dialog">
        <h2 id="maintenance-question">${this.asked ? t(`maintenance.${this.asked}.question`) : ''}</h2>
        <p>${this.asked ? t(`maintenance.${this.asked}.loss`) : ''}</p>
        <div class="actions">
          <button type="button" class="danger" @click=${this.#act}>${this.asked ? t(`maintenance.${this.asked}.verb`) : ''}</button>
          <button type="submit">${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }

  async #ask(action) {
    this.asked = action;
    await this.updateComplete;
    this.querySelector('dialog').showModal();
  }

  async #act(event) {
    event.target.closest('dialog').close();
    this.busy = true;
    this.done = '';
    this.fault = null;
    try {
      const result = await api.maintain({ action: this.asked });
      this.done = result.message;
      if (this.asked === 'restart') {
        await this.#waitForReturn();
      }
    } catch (failure) {
      if (!(failure instanceof api.Fault)) {
        throw failure;
      }
      this.fault = failure;
    } finally {
      this.busy = false;
    }
  }

  /** First until it has gone, which it does some seconds after its answer (or not, in development), then until it is back. */
  async #waitForReturn() {
    this.waiting = true;
    const until = format.now() + ENDS_AFTER_SECONDS;
    while ((await api.isHealthy()) && format.now() < until) {
      await pause();
    }
    const gone = format.now() < until;
    while (!(await api.isHealthy())) {
      await pause();
    }
    this.waiting = false;
    this.done = gone ? t('maintenance.back') : this.done;
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));

customElements.define('safeward-maintenance', Maintenance);
