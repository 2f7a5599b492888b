/** The other installations whose copies count as ours, and taking the trust in one back. */
import { html, nothing } from 'lit';
import { AccessList } from '../access/access-list.js';
import * as format from '../formats.js';
import { Loader } from '../page.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

const SHOWN = 16;

class TrustedKeys extends AccessList {
  #keys = new Loader(this, async () => (await api.get('trusted-keys')).list);

  render() {
    return html`${this.#keys.render((list) => (list.length === 0 && !this.done ? nothing : this.#view(list)))} ${this.confirmation()}`;
  }

  #view(list) {
    return html`<section class="card">
      <h2>${t('trusted.title')}</h2>
      <p>${t('trusted.about')}</p>
      ${this.outcome()}
      <ul class="problems">
        ${list.map((one) => this.#one(one))}
      </ul>
    </section>`;
  }

  #one(one) {
    return html`<li>
      <div>
        <p class="mono">${one.public_key}</p>
        <p class="small">${t('trusted.added', { time: format.dateTime(one.added_at), who: one.added_by, count: format.number(one.adopted) })}</p>
        <div class="actions">
          <button type="button" class="danger-quiet" aria-label=${`${t('trusted.back')}: ${one.public_key}`} @click=${() =>
            this.ask({
              title: t('trusted.title.one'),
              loss: t('trusted.loss', { key: `${one.public_key.slice(0, SHOWN)} …` }),
              verb: t('trusted.verb'),
              act: () => this.#distrust(one),
            })}>
            ${t('trusted.back')}
          </button>
        </div>
      </div>
    </li>`;
  }

  #distrust(one) {
    return this.attempt(async () => {
      await api.remove(`trusted-keys/${one.public_key}`);
      await this.#keys.load();
      return t('trusted.done');
    });
  }
}

customElements.define('safeward-trusted-keys', TrustedKeys);
