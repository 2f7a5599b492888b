/** A file of one's own: chosen or dropped, uploaded with its progress, checked by the server; then the restore page shows it. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { faultText, Page } from '../page.js';
import { databaseChoice, denied, icon, notice } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { t } from '../words.js';
import './held-uploads.js';
import { identityField, identityOf } from './identity.js';

class Upload extends Page {
  static properties = {
    databases: { attribute: false },
    database: { state: true },
    sent: { state: true },
    over: { state: true },
    identity: { state: true },
  };

  #abort;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#abort?.abort();
  }

  render() {
    return html`<section class="card upload">
      <h2>${t('upload.title')}</h2>
      ${session.may('ADMIN') ? (this.sent ? this.#progress() : this.#choice()) : denied(t('denied.restore'))}
      ${this.fault
        ? notice('danger', this.fault.unreachable ? t('upload.lost') : t('upload.invalid'), html`<p>${faultText(this.fault)}</p>`, 'alert')
        : nothing}
      ${session.may('ADMIN') ? html`<safeward-held-uploads></safeward-held-uploads>` : nothing}
    </section>`;
  }

  #choice() {
    const drop = (over) => (event) => {
      event.preventDefault();
      this.over = over;
    };
    return html`<p>${t('upload.text')}</p>
      ${databaseChoice(this.databases, this.#chosen, (name) => (this.database = name))}
      ${identityField(this.identity ?? '', (text) => (this.identity = text), t('identity.forUpload'))}
      <label
        class="drop ${this.over ? 'over' : ''}"
        @dragover=${drop(true)}
        @dragleave=${drop(false)}
        @drop=${(event) => {
          drop(false)(event);
          this.#send(event.dataTransfer.files[0]);
        }}
        ><span class="button">${icon('backups')}${t('upload.button')}</span><span>${t('upload.choose')}</span
        ><input class="hidden" type="file" accept=".sql,.zip,.zst,.json,.age" @change=${(event) => this.#send(event.target.files[0])}
      /></label>`;
  }

  #progress() {
    const { loaded, total } = this.sent;
    const checking = total > 0 && loaded >= total;
    return html`<p role="status">
        ${checking ? t('upload.checking') : t('upload.sending', { done: format.size(loaded), all: format.size(total) })}
      </p>
      ${
        checking
          ? html`<progress aria-label=${t('run.progress')}></progress>`
          : html`<progress max=${total || 1} value=${loaded} aria-label=${t('run.progress')}></progress>`
      }
      <button type="button" @click=${() => this.#abort.abort()}>${t('upload.stop')}</button>`;
  }

  get #chosen() {
    return this.database ?? this.databases[0];
  }

  async #send(file) {
    if (!file) {
      return;
    }
    this.fault = null;
    this.sent = { loaded: 0, total: file.size };
    this.#abort = new AbortController();
    try {
      const progress = (loaded, total) => (this.sent = { loaded, total });
      const fields = { database: this.#chosen, ...identityOf(this.identity ?? ''), file };
      const upload = await api.upload('backup/uploads', fields, progress, this.#abort.signal);
      this.identity = '';
      router.go(`restore?upload=${upload.upload_id}`);
    } catch (failure) {
      if (failure instanceof api.Fault) {
        this.fault = failure;
      } else if (failure.name !== 'AbortError') {
        throw failure;
      }
    } finally {
      this.sent = null;
    }
  }
}

customElements.define('safeward-upload', Upload);
