/** One's own password. */
import { html } from 'lit';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import { AccessList } from './access-list.js';
import * as session from './session.js';

class Password extends AccessList {
  render() {
    return html`<details>
      <summary>${t('password.change')}</summary>
      <form class="inline" @submit=${this.#change}>
        <label class="field"
          ><span>${t('password.old')}</span><input name="old_password" type="password" autocomplete="current-password" required
        /></label>
        <label class="field"
          ><span>${t('password.new')}</span><input name="new_password" type="password" autocomplete="new-password" required
        /></label>
        <button type="submit">${t('password.verb')}</button>
      </form>
      ${this.outcome()}
    </details>`;
  }

  #change(event) {
    event.preventDefault();
    const form = event.target;
    return this.attempt(async () => {
      session.begin(await api.put('auth/password', Object.fromEntries(new FormData(form))));
      form.reset();
      return t('password.changed');
    });
  }
}

customElements.define('safeward-password', Password);
