/** The keys of programs. A key is shown once, when it is made. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { Loader } from '../page.js';
import { notice } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import { AccessList, roleChoice } from './access-list.js';

const DAY = 86_400;

class ApiKeys extends AccessList {
  static properties = { made: { state: true }, copied: { state: true } };

  #keys = new Loader(this, async () => (await api.get('auth/api-keys')).list);

  render() {
    return html`<section class="card">
      <h2>${t('keys.title')}</h2>
      ${this.made ? this.#made() : nothing} ${this.outcome()}
      ${this.#keys.render((list) => html`<ul class="problems">${list.map((key) => this.#key(key))}</ul>`)}
      <form class="inline" @submit=${this.#add}>
        <h3>${t('keys.add')}</h3>
        <label class="field"><span>${t('access.name')}</span><input name="name" autocomplete="off" required /></label>
        ${roleChoice()}
        <label class="field"
          ><span>${t('keys.expires')}</span><input name="expires" type="date" min=${format.dayOf(format.now() + DAY)}
        /></label>
        <button type="submit">${t('keys.addVerb')}</button>
      </form>
      ${this.confirmation()}
    </section>`;
  }

  #made() {
    return notice(
      'warning',
      t('keys.once'),
      html`<p><code>${this.made}</code></p>
        <button type="button" @click=${this.#copy}>${this.copied ? t('keys.copied') : t('keys.copy')}</button>`,
    );
  }

  #key(key) {
    const used = key.last_used_at ? t('keys.used', { time: format.dateTime(key.last_used_at) }) : t('keys.unused');
    return html`<li>
      <div>
        <strong>${key.name}</strong> <span>${t(`role.${key.role}`)}</span>
        <p class="small">${key.revoked_at ? t('keys.revokedAt', { time: format.dateTime(key.revoked_at) }) : used}</p>
        ${key.expires_at && !key.revoked_at
          ? html`<p class="small">
              ${t(key.expires_at > format.now() ? 'keys.until' : 'keys.expired', { time: format.dateTime(key.expires_at) })}
            </p>`
          : nothing}
        ${key.revoked_at
          ? nothing
          : html`<div class="actions">
              <button type="button" class="danger-quiet" aria-label=${`${t('keys.revoke')}: ${key.name}`} @click=${() =>
                this.ask({
                  title: t('keys.revokeTitle', { name: key.name }),
                  loss: t('keys.revokeLoss'),
                  verb: t('keys.revoke'),
                  act: () => this.#revoke(key),
                })}>
                ${t('keys.revoke')}
              </button>
            </div>`}
      </div>
    </li>`;
  }

  /** Browsers give pages the clipboard only over TLS or on loopback; elsewhere the key is selected, to be copied by hand. */
  async #copy() {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(this.made);
      this.copied = true;
    } else {
      getSelection().selectAllChildren(this.querySelector('code'));
    }
  }

  #add(event) {
    event.preventDefault();
    const form = event.target;
    return this.attempt(async () => {
      const { expires, ...fields } = Object.fromEntries(new FormData(form));
      // The day is the reader's own, and the key is good until it ends.
      const end = expires ? { expires_at: format.endOf(expires) } : {};
      const key = await api.post('auth/api-keys', { ...fields, ...end });
      this.made = key.key;
      this.copied = false;
      form.reset();
      await this.#keys.load();
      return '';
    });
  }

  #revoke(key) {
    return this.attempt(async () => {
      await api.remove(`auth/api-keys/${key.id}`);
      await this.#keys.load();
      return t('keys.revoked', { name: key.name });
    });
  }
}

customElements.define('safeward-api-keys', ApiKeys);
