/** When somebody has last shown that he holds what opens the encrypted places, and showing it. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Loader, Page, sentences } from '../page.js';
import { denied, icon, notice } from '../parts.js';
import * as api from '../rest/api.js';
import { identityField, identityOf } from '../restore/identity.js';
import { t } from '../words.js';

class Recipients extends Page {
  static properties = { identity: { state: true }, done: { state: true } };

  #places = new Loader(this, async () => (await api.get('recipients')).list);

  render() {
    return this.#places.render((list) => (list.length === 0 ? nothing : this.#view(list)));
  }

  #view(list) {
    return html`<section class="card" data-recipients>
      <h2>${t('shown.title')}</h2>
      <p>${t('shown.about')}</p>
      <ul class="checks">
        ${list.map(place)}
      </ul>
      ${session.may('OPERATOR') ? this.#form() : denied(t('denied.shown'))}
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}
      <p role="status">${this.done ?? ''}</p>
    </section>`;
  }

  #form() {
    return html`<form class="inline" @submit=${this.#show}>
      ${identityField(this.identity ?? '', (text) => (this.identity = text), t('shown.label'))}
      <button type="submit" ?disabled=${this.busy}>${t('shown.verb')}</button>
    </form>`;
  }

  #show = (event) => {
    event.preventDefault();
    this.done = '';
    return attempt(this, async () => {
      const { opened } = await api.post('recipients/show', identityOf(this.identity ?? ''));
      this.identity = '';
      this.done = t('shown.done', { place: opened });
      await this.#places.load();
    });
  };
}

function place({ place: name, shown_at: at, late, recipients }) {
  const tone = late ? 'warning' : at ? 'ok' : 'unknown';
  return html`<li class=${tone} data-shown=${name} data-late=${late}>
    ${icon(tone)}
    <div>
      <strong>${name === 'backup-directory' ? t('shown.directory') : name}</strong>
      <p>${sentences(at ? t('shown.at', { time: format.dateTime(at) }) : t('shown.never'), late ? t('shown.late') : '')}</p>
      ${recipients.map((one) => html`<p class="small">${recipient(one)}</p>`)}
    </div>
  </li>`;
}

const recipient = ({ recipient: key, shown_at: at, shown_by: who }) =>
  at ? t('shown.one', { recipient: key, time: format.dateTime(at), who }) : t('shown.oneNever', { recipient: key });

customElements.define('safeward-recipients', Recipients);
