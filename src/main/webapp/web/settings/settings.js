/** The console's own settings, storage, access and maintenance. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import '../access/users.js';
import '../access/api-keys.js';
import '../access/password.js';
import * as format from '../formats.js';
import '../maintenance/maintenance.js';
import { faultText, Loader, Page } from '../page.js';
import { denied } from '../parts.js';
import * as api from '../rest/api.js';
import { choose, isChosen, languages, t } from '../words.js';
import * as theme from './theme.js';

class Settings extends Page {
  #databases = new Loader(this, async () => (await api.get('databases')).list);
  #status = new Loader(this, () => api.get('backup/status'));

  render() {
    return html`<h1>${t('nav.settings')}</h1>
      <section class="card">
        <h2>${t('settings.console')}</h2>
        ${this.#language()} ${this.#theme()}
      </section>
      <section class="card">
        <h2>${t('settings.storage')}</h2>
        ${this.#status.render(
          (status) =>
            html`<dl class="facts">
              <div><dt>${t('settings.directory')}</dt><dd>${status.backup_dir}</dd></div>
              <div><dt>${t('settings.free')}</dt><dd>${format.size(status.disk_free)}</dd></div>
            </dl>`,
        )}
        ${this.#databases.render((list) => databases(list))}
        <p><a href="destinations">${t('settings.destinations')}</a></p>
      </section>
      ${this.#account()}
      ${session.may('ADMIN')
        ? html`<p><a href="recovery">${t('recovery.open')}</a></p><safeward-users></safeward-users><safeward-api-keys></safeward-api-keys><safeward-maintenance></safeward-maintenance>`
        : denied(t('denied.settings'))}`;
  }

  #language() {
    return html`<label class="field"
      ><span>${t('settings.language')}</span>
      <select name="language" @change=${(event) => choose(event.target.value)}>
        ${languages.map(
          (name) => html`<option value=${name} lang=${name} ?selected=${isChosen(name)}>${name === 'zh' ? '中文' : 'English'}</option>`,
        )}
      </select></label
    >`;
  }

  #theme() {
    return html`<label class="field"
      ><span>${t('settings.theme')}</span>
      <select name="theme" @change=${(event) => theme.choose(event.target.value)}>
        ${theme.themes.map((name) => html`<option value=${name} ?selected=${name === theme.chosen()}>${t(`theme.${name}`)}</option>`)}
      </select></label
    >`;
  }

  #account() {
    return html`<section class="card">
      <h2>${t('settings.account')}</h2>
      <p>${t('settings.signedIn', { name: session.name(), role: t(`role.${session.role()}`) })}</p>
      ${session.isUser() ? html`<safeward-password></safeward-password>` : nothing}
      <div class="actions"><button type="button" @click=${session.end}>${t('settings.signOut')}</button></div>
    </section>`;
  }
}

function databases(list) {
  return html`<ul class="problems">
    ${list.map(
      (one) =>
        html`<li>
          <div>
            <strong>${one.name}</strong> <span>${t(`engine.${one.engine || 'none'}`)} ${one.version}</span>
            <p class="small">${one.address}</p>
            <p class="small">
              ${one.error ? faultText(one) : t('settings.holds', { size: format.size(one.size), tables: format.number(one.tables) })}
            </p>
          </div>
        </li>`,
    )}
  </ul>`;
}

customElements.define('safeward-settings', Settings);
