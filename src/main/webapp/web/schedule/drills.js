/** When backups are proven by themselves: as the settings of the server say, by no schedule, or by one of the database's own. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { Page } from '../page.js';
import { t } from '../words.js';

/** What each choice begins with; a schedule of its own on Sundays, at night. */
const CRON = { settings: 'default', never: '', own: '30 4 * * 0' };

class Drills extends Page {
  static properties = { cron: { attribute: false }, typed: { state: true } };

  /** Who is typing an expression empties the field on the way to it, and does not choose another way by that. */
  get #by() {
    if (this.cron === CRON.settings) {
      return 'settings';
    }
    return this.cron === '' && this.typed !== '' ? 'never' : 'own';
  }

  render() {
    return html`<label class="field"
        ><span>${t('schedule.drillsBy')}</span>
        <select name="drills" aria-describedby="drills-note" @change=${(event) => this.#tell(CRON[event.target.value], null)}>
          ${Object.keys(CRON).map((name) => html`<option value=${name} ?selected=${name === this.#by}>${t(`schedule.drillsBy.${name}`)}</option>`)}
        </select></label
      >
      ${this.#by === 'own' ? this.#expression() : nothing}
      <p class="small" id="drills-note">${t('schedule.drillsNote')}</p>`;
  }

  #expression() {
    return html`<label class="field"
      ><span>${t('schedule.cron')}</span>
      <input name="drill_cron" class="mono" autocomplete="off" spellcheck="false" aria-describedby="drills-fields" .value=${live(this.cron)}
        @input=${(event) => this.#tell(event.target.value, event.target.value)}
      /><span class="small" id="drills-fields">${t('schedule.cronFields')}</span></label
    >`;
  }

  #tell(cron, typed) {
    // At once, not with the answer of whoever is told: the field stays the one that is typed into.
    this.cron = cron;
    this.typed = typed;
    this.dispatchEvent(new CustomEvent('chosen', { detail: cron }));
  }
}

customElements.define('safeward-drills', Drills);
