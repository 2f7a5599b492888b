/** The files that were uploaded and not restored: each can still be, until it expires, or be thrown away. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { notice } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

class HeldUploads extends Page {
  #uploads = new Loader(this, async () => (await api.get('backup/uploads')).list);

  render() {
    return this.#uploads.render((list) =>
      list.length === 0 && !this.fault
        ? nothing
        : html`<h3>${t('held.title')}</h3>
            <ul class="problems">
              ${list.map((upload) => this.#upload(upload))}
            </ul>
            ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}`,
    );
  }

  #upload(upload) {
    const { file_name: file, database: db } = upload;
    const size = format.size(upload.file_size);
    return html`<li>
      <div>
        <strong>${file}</strong>
        <p class="small">${t('held.about', { size, db, time: format.dateTime(upload.expires_at) })}</p>
        <div class="actions">
          <a class="button" href="restore?upload=${upload.upload_id}" aria-label=${`${t('backup.restore')} ${file}`}>${t('backup.restore')}</a>
          <button type="button" aria-label=${`${t('held.remove')}: ${file}`} @click=${() => this.#remove(upload)}>${t('held.remove')}</button>
        </div>
      </div>
    </li>`;
  }

  /** Asks nothing: whoever uploaded the file has it still. */
  async #remove(upload) {
    await attempt(this, () => api.remove(`backup/uploads/${upload.upload_id}`));
    await this.#uploads.load();
  }
}

customElements.define('safeward-held-uploads', HeldUploads);
