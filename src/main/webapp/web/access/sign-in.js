/** Signing in, by name and password or by an API key. Lies over the page as a dialog, so that what is beneath stays as it is. */
import { html, LitElement, nothing } from 'lit';
import * as feed from '../jobs/feed.js';
import { attempt, faultText } from '../page.js';
import { icon } from '../parts.js';
import * as api from '../rest/api.js';
import * as words from '../words.js';
import * as session from './session.js';

const { t } = words;
const RENEW_SECONDS_BEFORE = 300;

class SignIn extends LitElement {
  static properties = { fault: { state: true }, busy: { state: true }, byKey: { state: true } };

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    session.changes.addEventListener('change', () => this.requestUpdate());
    words.changes.addEventListener('change', () => this.requestUpdate());
    setInterval(() => this.#renew(), 60_000);
  }

  updated() {
    const dialog = this.querySelector('dialog');
    if (session.isSignedIn()) {
      dialog.close();
    } else if (!dialog.open) {
      dialog.showModal();
    }
  }

  /** While somebody is at work here, the session does not end. */
  async #renew() {
    const soon = session.expiresAt() && session.expiresAt() - Date.now() / 1000 < RENEW_SECONDS_BEFORE;
    if (session.isSignedIn() && session.isUser() && soon && document.visibilityState === 'visible') {
      try {
        session.begin(await api.post('auth/renew'));
      } catch (failure) {
        if (!(failure instanceof api.Fault)) {
          throw failure;
        }
        // Then the session ends when its time has come, and the sign-in appears.
      }
    }
  }

  render() {
    return html`<dialog class="sign-in" aria-labelledby="sign-in-title" @cancel=${(event) => event.preventDefault()}>
      <form @submit=${this.#submit}>
        <h1 id="sign-in-title">${icon('lock')}${t('signin.title')}</h1>
        ${session.hasExpired() ? html`<p class="lead">${this.#expiredText()}</p>` : nothing}
        ${this.byKey ? this.#keyField() : this.#userFields()}
        ${this.fault ? html`<p class="error" role="alert">${faultText(this.fault)}</p>` : nothing}
        <button type="submit" class="primary" ?disabled=${this.busy}>${t('signin.submit')}</button>
        <button type="button" class="quiet" @click=${this.#switch}>
          ${this.byKey ? t('signin.useUser') : t('signin.useKey')}
        </button>
        <p class="small">${t('signin.first')}</p>
        <div class="row">
          ${words.languages.map(
            (name) =>
              html`<button type="button" class="quiet" lang=${name} aria-pressed=${words.isChosen(name)} @click=${() => words.choose(name)}>
                ${name === 'zh' ? '中文' : 'English'}
              </button>`,
          )}
        </div>
      </form>
    </dialog>`;
  }

  #expiredText() {
    return feed.active().some((job) => job.kind === 'restore') ? t('signin.expiredRestore') : t('signin.expired');
  }

  #userFields() {
    return html`<label class="field"><span>${t('signin.user')}</span
        ><input name="username" autocomplete="username" required autofocus /></label
      ><label class="field"><span>${t('signin.password')}</span
        ><input name="password" type="password" autocomplete="current-password" required
      /></label>`;
  }

  #keyField() {
    return html`<label class="field"><span>${t('signin.key')}</span
      ><input name="key" type="password" autocomplete="off" required autofocus /></label>`;
  }

  #switch() {
    this.byKey = !this.byKey;
    this.fault = null;
  }

  async #submit(event) {
    event.preventDefault();
    const form = event.target;
    const { username, password, key } = Object.fromEntries(new FormData(form));
    await attempt(this, async () => {
      const credentials = key ? { key, ...(await api.whoIs({ key })) } : await api.login(username, password);
      form.reset();
      session.begin(credentials);
    });
  }
}

customElements.define('safeward-sign-in', SignIn);
