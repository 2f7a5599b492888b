/** On the first screen of a new installation: that the catalog of a lost one can be taken over. Nothing where it cannot. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import { Loader, Page } from '../page.js';
import { icon } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

class TakeoverOffer extends Page {
  #offer = new Loader(this, async () => (session.may('ADMIN') ? api.get('takeover') : null));

  render() {
    const offer = this.#offer.data;
    return offer?.possible && offer.destinations.length > 0
      ? html`<section class="card" aria-labelledby="takeover-offer">
          <h2 id="takeover-offer">${icon('backups')}${t('takeover.offer')}</h2>
          <p>${t('takeover.offerWhy')}</p>
          <div class="actions"><a class="button" href="takeover">${t('takeover.open')}</a></div>
        </section>`
      : nothing;
  }
}

customElements.define('safeward-takeover-offer', TakeoverOffer);
