/** Taking over the catalog of a lost installation: from where, whose, what opens it, which one, and the confirmation. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { denied, notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import { identityField, identityOf } from '../restore/identity.js';
import * as router from '../router.js';
import { t } from '../words.js';
import { catalogChoice } from './catalogs.js';

class Takeover extends Page {
  static properties = { place: { state: true }, name: { state: true }, key: { state: true }, identity: { state: true }, taken: { state: true } };

  #offer = new Loader(this, async () => (session.may('ADMIN') && !this.taken ? api.get('takeover') : null));
  #catalogs = new Loader(this, () => this.#lying());

  constructor() {
    super();
    Object.assign(this, { place: '', name: '', key: '', identity: '', taken: null });
  }

  /** A place that does not answer is told of beside the choice of another. */
  async #lying() {
    return this.place && !this.taken ? (await api.get(`takeover?destination=${this.place}`)).list : undefined;
  }

  render() {
    return html`<h1>${t('takeover.title')}</h1>
      <p>${t('takeover.about')}</p>
      ${this.#content()}`;
  }

  #content() {
    if (this.taken) {
      return result(this.taken);
    }
    return session.may('ADMIN') ? this.#offer.render((offer) => (offer ? this.#form(offer) : nothing)) : denied(t('denied.settings'));
  }

  #form({ possible, reason, destinations }) {
    if (!possible) {
      return notice('warning', t('takeover.impossible'), html`<p>${reason}</p>`);
    }
    if (destinations.length === 0) {
      return notice('warning', t('takeover.noDestination'));
    }
    return html`<form class="card" autocomplete="off" @submit=${this.#ask}>
        <label class="field"
          ><span>${t('takeover.destination')}</span>
          <select name="destination" required @change=${(event) => this.#choose(event.target.value)}>
            <option value="" ?selected=${!this.place}>${t('takeover.choose')}</option>
            ${destinations.map((one) => html`<option value=${one} ?selected=${one === this.place}>${one}</option>`)}
          </select></label
        >
        ${this.place ? this.#catalogs.render((list) => catalogChoice(list, this.name, (name) => (this.name = name))) : nothing}
        <label class="field"
          ><span>${t('takeover.publicKey')}</span>
          <input name="public_key" required autocomplete="off" spellcheck="false" .value=${this.key} @input=${(event) => (this.key = event.target.value)} /><small
            >${t('takeover.publicKeyWhy')}</small
          ></label
        >
        ${identityField(this.identity, (text) => (this.identity = text), t('takeover.identity'))}
        ${this.fault ? notice('danger', t('takeover.failed'), html`<p>${faultText(this.fault)}</p>`, 'alert') : nothing}
        <div class="actions"><button type="submit" class="primary" ?disabled=${this.busy}>${t('takeover.ask')}</button></div>
      </form>
      ${this.#dialog()}`;
  }

  #choose(place) {
    this.place = place;
    this.name = '';
    // What lies in another place says nothing of this one.
    this.#catalogs.data = undefined;
    this.#catalogs.load();
  }

  #ask = (event) => {
    event.preventDefault();
    openDialog(this);
  };

  #dialog() {
    return html`<dialog aria-labelledby="takeover-question">
      <form method="dialog">
        <h2 id="takeover-question">${t('takeover.question', { name: this.place })}</h2>
        <p>${t('takeover.loss')}</p>
        <div class="actions">
          <button type="button" class="danger" @click=${this.#takeOver}>${t('takeover.verb')}</button>
          <button type="submit" autofocus>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }

  #takeOver = (event) => {
    event.target.closest('dialog').close();
    return attempt(this, async () => {
      const name = this.name ? { name: this.name } : {};
      this.taken = await api.post('takeover', { destination: this.place, public_key: this.key, ...identityOf(this.identity), ...name });
      this.identity = '';
    });
  };
}

/** Whoever may write at the place can have removed newer ones: the moment is to be compared with what one expects. */
function result({ created_at: made, rows }) {
  const counts = { users: rows.account, keys: rows.api_key, backups: rows.backup_record, copies: rows.backup_copy };
  return html`${notice('ok', t('takeover.done', { time: format.dateTime(made) }), html`<p>${t('takeover.doneNext')}</p>`, 'status')}
    <section class="card">
      <dl class="facts">
        ${Object.entries(counts).map(([name, count]) => html`<div><dt>${t(`takeover.row.${name}`)}</dt><dd>${format.number(count ?? 0)}</dd></div>`)}
      </dl>
      <p>${t('takeover.doneCompare')}</p>
      <div class="actions"><button type="button" @click=${leave}>${t('takeover.signIn')}</button></div>
    </section>`;
}

/** To the first screen: here is nothing left to do. */
function leave() {
  router.go('');
  session.end();
}

customElements.define('safeward-takeover', Takeover);
