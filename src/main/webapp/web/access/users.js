/** The people who sign in with a password. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { Loader } from '../page.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import { AccessList, roleChoice } from './access-list.js';

class Users extends AccessList {
  #users = new Loader(this, async () => (await api.get('auth/users')).list);

  render() {
    return html`<section class="card">
      <h2>${t('users.title')}</h2>
      ${this.outcome()} ${this.#users.render((list) => html`<ul class="problems">${list.map((user) => this.#user(user))}</ul>`)}
      <form class="inline" @submit=${this.#add}>
        <h3>${t('users.add')}</h3>
        <label class="field"><span>${t('access.name')}</span><input name="name" autocomplete="off" required /></label>
        <label class="field"><span>${t('signin.password')}</span><input name="password" type="password" autocomplete="new-password" required /></label>
        ${roleChoice()}
        <button type="submit">${t('users.addVerb')}</button>
      </form>
      ${this.confirmation()}
    </section>`;
  }

  #user(user) {
    const seen = user.last_login_at ? t('users.seen', { time: format.dateTime(user.last_login_at) }) : t('users.never');
    return html`<li>
      <div>
        <strong>${user.name}</strong> <span>${t(`role.${user.role}`)}${user.enabled ? nothing : ` · ${t('users.disabled')}`}</span>
        <p class="small">${seen}</p>
        <div class="actions">
          <button type="button" @click=${() => this.#toggle(user)} aria-label=${`${t(user.enabled ? 'users.disable' : 'users.enable')}: ${user.name}`}>
            ${t(user.enabled ? 'users.disable' : 'users.enable')}
          </button>
          <button type="button" class="danger-quiet" aria-label=${`${t('access.remove')}: ${user.name}`} @click=${() =>
            this.ask({
              title: t('users.removeTitle', { name: user.name }),
              loss: t('users.removeLoss'),
              verb: t('users.removeVerb'),
              act: () => this.#remove(user),
            })}>
            ${t('access.remove')}
          </button>
        </div>
        <details>
          <summary aria-label=${`${t('users.change')}: ${user.name}`}>${t('users.change')}</summary>
          <form class="inline" @submit=${(event) => this.#change(event, user)}>
            ${roleChoice(user.role)}
            <label class="field"
              ><span>${t('users.newPassword')}</span><input name="password" type="password" autocomplete="new-password"
            /></label>
            <button type="submit">${t('users.changeVerb')}</button>
          </form>
        </details>
      </div>
    </li>`;
  }

  #add(event) {
    event.preventDefault();
    const form = event.target;
    return this.attempt(async () => {
      await api.post('auth/users', Object.fromEntries(new FormData(form)));
      form.reset();
      await this.#users.load();
      return t('users.added');
    });
  }

  /** Another password ends the user's sessions; none leaves it as it is. */
  #change(event, user) {
    event.preventDefault();
    const form = event.target;
    return this.attempt(async () => {
      const { role, password } = Object.fromEntries(new FormData(form));
      await api.put(`auth/users/${user.id}`, password ? { role, password } : { role });
      form.querySelector('[name=password]').value = '';
      form.closest('details').open = false;
      await this.#users.load();
      return t('access.changed');
    });
  }

  #toggle(user) {
    return this.attempt(async () => {
      await api.put(`auth/users/${user.id}`, { enabled: !user.enabled });
      await this.#users.load();
      return t('access.changed');
    });
  }

  #remove(user) {
    return this.attempt(async () => {
      await api.remove(`auth/users/${user.id}`);
      await this.#users.load();
      return t('access.removed', { name: user.name });
    });
  }
}

customElements.define('safeward-users', Users);
