/**
 * Everything that a backup holds, or some of its tables: which ones, and whether their rows take the place of those that are there or are put
 * beside them. Tells what was chosen by the event `chosen`, whose `detail` is `{ some, tables, into }`: no table while there is nothing to ask for.
 */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { Page } from '../page.js';
import { t } from '../words.js';

/** Fewer are found by looking. */
const FILTERED_FROM = 12;
const PAUSE_WHILE_CHOOSING = 300;
const ENDING = /^[A-Za-z0-9_]{1,30}$/;
const USUAL_ENDING = '_old';

class SomeTables extends Page {
  static properties = {
    all: { attribute: false },
    tables: { attribute: false },
    into: { attribute: false },
    some: { type: Boolean },
    ticked: { state: true },
    beside: { state: true },
    ending: { state: true },
    sought: { state: true },
  };

  #pause;

  constructor() {
    super();
    this.sought = '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
  }

  /** What the address says counts until somebody chooses. */
  willUpdate() {
    if (!this.hasUpdated) {
      this.ticked = new Set(this.tables);
      this.beside = this.into !== '';
      this.ending = this.into || USUAL_ENDING;
    }
  }

  render() {
    return html`<fieldset class="bare">
        <legend>${t('parts.what')}</legend>
        ${this.#way('scope', 'all', !this.some, t('parts.all'), () => this.#turn(false))}
        ${this.#way('scope', 'some', this.some, t('parts.some'), () => this.#turn(true))}
      </fieldset>
      ${this.some ? html`${this.#choice()} ${this.#place()}` : nothing}`;
  }

  #way(name, value, chosen, words, choose) {
    return html`<label class="check"><input type="radio" name=${name} value=${value} .checked=${chosen} @change=${choose} /><span>${words}</span></label>`;
  }

  #turn(some) {
    this.some = some;
    this.ticked = new Set();
    this.beside = false;
    this.#tell();
  }

  #choice() {
    const offered = this.all.filter((table) => table.then !== null);
    const sought = this.sought.toLowerCase();
    const shown = offered.filter((table) => table.name.toLowerCase().includes(sought));
    return html`${offered.length > FILTERED_FROM
        ? html`<label class="field"
            ><span>${t('parts.filter')}</span><input type="search" name="filter" autocomplete="off" @input=${(event) => (this.sought = event.target.value.trim())}
          /></label>`
        : nothing}
      <p role="status">${t('parts.chosen', { count: format.number(this.ticked.size), all: format.number(offered.length) })}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('parts.tables')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('backup.table')}</th>
              <th scope="col" class="numeric">${t('changes.now')}</th>
              <th scope="col" class="numeric">${t('changes.then')}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((table) => this.#row(table))}
          </tbody>
        </table>
      </div>
      ${shown.length === 0 ? html`<p>${t('parts.noMatch')}</p>` : nothing}`;
  }

  #row({ name, now, then }) {
    return html`<tr>
      <td class="name">
        <label class="check"
          ><input type="checkbox" name="table" value=${name} .checked=${this.ticked.has(name)} @change=${(event) => this.#tick(name, event.target.checked)} /><span
            >${name}</span
          ></label
        >
      </td>
      <td class="numeric">${now === null ? t('none') : format.number(now)}</td>
      <td class="numeric">${format.number(then)}</td>
    </tr>`;
  }

  #tick(name, chosen) {
    this.ticked = new Set(this.ticked);
    this.ticked[chosen ? 'add' : 'delete'](name);
    this.#tellSoon();
  }

  #place() {
    return html`<fieldset class="bare">
      <legend>${t('parts.place')}</legend>
      ${this.#way('place', 'rows', !this.beside, t('parts.inPlace'), () => this.#put(false))}
      ${this.#way('place', 'beside', this.beside, t('parts.beside'), () => this.#put(true))} ${this.beside ? this.#named() : nothing}
    </fieldset>`;
  }

  #put(beside) {
    this.beside = beside;
    this.#tellSoon();
  }

  #named() {
    const good = ENDING.test(this.ending);
    const example = [...this.ticked][0] ?? this.all[0]?.name ?? '';
    return html`<label class="field"
      ><span>${t('parts.ending')}</span>
      <input name="ending" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="ending-note" aria-invalid=${good ? 'false' : 'true'}
        .value=${this.ending} @input=${(event) => this.#end(event.target.value.trim())}
      /><span class="small" id="ending-note">${good ? t('parts.endingExample', { name: example + this.ending }) : t('parts.endingNote')}</span></label
    >`;
  }

  #end(ending) {
    this.ending = ending;
    this.#tellSoon();
  }

  #tellSoon() {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#tell(), PAUSE_WHILE_CHOOSING);
  }

  #tell() {
    clearTimeout(this.#pause);
    const askable = !this.beside || ENDING.test(this.ending);
    const detail = { some: this.some, tables: askable ? [...this.ticked] : [], into: this.beside && askable ? this.ending : '' };
    this.dispatchEvent(new CustomEvent('chosen', { detail }));
  }
}

customElements.define('safeward-some-tables', SomeTables);
