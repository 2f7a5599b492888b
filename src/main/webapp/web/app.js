/** The console's frame: navigation, the screen that the address names, and the sign-in that lies over both. */
import { html, LitElement } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import './access/sign-in.js';
import * as session from './access/session.js';
import { icon } from './parts.js';
import * as router from './router.js';
import * as theme from './settings/theme.js';
import * as words from './words.js';

const { t } = words;
const PLACES = { overview: '', backups: 'backups', schedule: 'schedule', activity: 'activity', settings: 'settings' };

class SafewardConsole extends LitElement {
  static properties = { route: { state: true } };

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    words.changes.addEventListener('change', () => this.requestUpdate());
    session.changes.addEventListener('change', () => this.requestUpdate());
    router.changes.addEventListener('change', (event) => this.#show(event.detail.moved));
    router.start();
    this.#show(false);
  }

  async #show(moved) {
    const route = router.current();
    await import(route.module);
    this.route = route;
    await this.updateComplete;
    if (moved) {
      // As after a page load: a screen reader reads the new heading.
      scrollTo(0, 0);
      this.querySelector('main')?.focus();
    }
  }

  updated() {
    const place = this.route ? t(`nav.${this.route.place}`) : '';
    document.title = place ? `${place} · Safeward` : 'Safeward';
  }

  render() {
    const known = session.isSignedIn() || session.hasExpired();
    return html`
      <a class="skip" href="#content" @click=${this.#skip}>${t('skip')}</a>
      ${known ? this.#frame() : html`<main id="content" tabindex="-1"></main>`}
      <safeward-sign-in></safeward-sign-in>
    `;
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }

  #frame() {
    return html`
      <header><span class="brand">${icon('ok')}Safeward</span></header>
      <nav aria-label=${t('nav.label')}>
        <ul>
          ${Object.entries(PLACES).map(
            ([name, address]) =>
              html`<li>
                <a href=${address || './'} aria-current=${this.route?.place === name ? 'page' : 'false'}
                  >${icon(name)}<span>${t(`nav.${name}`)}</span></a
                >
              </li>`,
          )}
        </ul>
      </nav>
      <main id="content" tabindex="-1">${this.route ? this.#screen() : ''}</main>
    `;
  }

  /** The tag is one of the router's own, never the address's. */
  #screen() {
    const tag = unsafeStatic(this.route.tag);
    return keyed(this.route.subject, staticHtml`<${tag} .route=${this.route}></${tag}>`);
  }
}

theme.apply();
await words.load();
customElements.define('safeward-console', SafewardConsole);
