/** Takes files of the backup directory that no record names into the list, and says why others are not taken. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { attempt, faultText, Page } from '../page.js';
import { databaseChoice, notice } from '../parts.js';
import * as api from '../rest/api.js';
import { identityField, identityOf, isAskedFor } from '../restore/identity.js';
import { t } from '../words.js';

class Adopt extends Page {
  static properties = {
    databases: { attribute: false },
    database: { state: true },
    found: { state: true },
    identity: { state: true },
  };

  render() {
    return html`<section class="card">
      <h2>${t('adopt.title')}</h2>
      <p>${t('adopt.text')}</p>
      ${databaseChoice(this.databases, this.#chosen, (name) => (this.database = name))}
      ${this.#asksForIdentity ? identityField(this.identity ?? '', (text) => (this.identity = text)) : nothing}
      <button type="button" ?disabled=${this.busy} @click=${this.#adopt}>${t('adopt.verb')}</button>
      <div role="status">${this.busy ? t('adopt.reading') : this.found ? this.#result(this.found) : nothing}</div>
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}
    </section>`;
  }

  get #chosen() {
    return this.database ?? this.databases[0];
  }

  get #asksForIdentity() {
    return Boolean(this.identity) || isAskedFor(this.fault) || (this.found?.refused ?? []).some(isAskedFor);
  }

  #result({ adopted, refused }) {
    if (adopted.length + refused.length === 0) {
      return html`<p>${t('adopt.nothing')}</p>`;
    }
    return html`${adopted.length > 0
      ? notice(
          'ok',
          t('adopt.adopted', { count: format.number(adopted.length) }),
          html`<ul>
            ${adopted.map((record) => html`<li><a href="backups/${record.id}">${format.dateTime(record.created_at)}</a></li>`)}
          </ul>`,
        )
      : nothing}
    ${refused.length > 0
      ? notice(
          'warning',
          t('adopt.refused', { count: format.number(refused.length) }),
          html`<ul>
            ${refused.map((one) => html`<li><span class="mono">${one.file_path}</span>: ${faultText(one)}</li>`)}
          </ul>`,
        )
      : nothing}`;
  }

  async #adopt() {
    await attempt(this, async () => {
      this.found = await api.post('backup/adopt', { database: this.#chosen, ...identityOf(this.identity ?? '') });
      this.identity = '';
      if (this.found.adopted.length > 0) {
        this.dispatchEvent(new Event('adopted', { bubbles: true }));
      }
    });
  }
}

customElements.define('safeward-adopt', Adopt);
