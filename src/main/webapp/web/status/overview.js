/** The first screen: is it safe, since when, what next. */
import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '../status/standing.js';
import '../takeover/offer.js';
import { Loader, Page } from '../page.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

class Overview extends Page {
  #databases = new Loader(this, async () => (await api.get('databases?inspect=false')).list);

  render() {
    return html`
      <h1 class="hidden">${t('nav.overview')}</h1>
      <safeward-takeover-offer></safeward-takeover-offer>
      ${this.#databases.render((list) =>
        list.length === 0
          ? html`<p>${t('overview.noDatabase')}</p>`
          : repeat(
              list,
              (one) => one.name,
              (one, index) =>
                html`<safeward-standing .database=${one} ?several=${list.length > 1} ?leading=${index === 0}></safeward-standing>`,
            ),
        // Each database's own verdict says what cannot be told.
        true,
      )}
    `;
  }
}

customElements.define('safeward-overview', Overview);
