/** While the server starts again: lies over the page, waits until the server is back, and then shows the page of that server. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { Page } from '../page.js';
import { icon } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

const LOOK_MILLISECONDS = 1000;
/** After this, something keeps it from ending or from starting. */
const LONG_SECONDS = 120;

class Return extends Page {
  static properties = { phase: { state: true }, seconds: { state: true } };

  render() {
    const back = this.phase === 'back';
    return html`<dialog class="waiting" aria-labelledby="return-title" @cancel=${(event) => event.preventDefault()}>
      <h2 id="return-title">${t('maintenance.restart')}</h2>
      <div role="status" class="lead ${back ? '' : 'turning'}">
        ${icon(back ? 'ok' : 'running')}${t(back ? 'maintenance.back' : `maintenance.phase.${this.phase ?? 'ending'}`)}
      </div>
      <p class="small">${t('run.elapsed')}: ${format.duration(this.seconds ?? 0)}</p>
      ${!back && this.seconds > LONG_SECONDS ? html`<p>${t('maintenance.long')}</p>` : nothing}
      ${back || this.seconds > LONG_SECONDS
        ? html`<div class="actions"><button type="button" class="primary" @click=${() => location.reload()}>${t('maintenance.goOn')}</button></div>`
        : nothing}
    </dialog>`;
  }

  /** First until the server has gone, some seconds after its answer, then until it answers again. */
  async wait() {
    const began = format.now();
    this.phase = 'ending';
    await this.updateComplete;
    this.querySelector('dialog').showModal();
    await this.#until(began, false);
    this.phase = 'starting';
    await this.#until(began, true);
    this.phase = 'back';
    await this.updateComplete;
    this.querySelector('button').focus();
  }

  async #until(began, started) {
    while ((await api.isStarted()) !== started) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
      this.seconds = format.now() - began;
    }
  }
}

customElements.define('safeward-return', Return);
