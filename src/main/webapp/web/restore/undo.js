/** Taking back the last restore of a database, or of some of its tables, after a question that names what is lost and the way back. */
import { html, nothing } from 'lit';
import * as feed from '../jobs/feed.js';
import { attempt, faultText, Page } from '../page.js';
import { notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { t } from '../words.js';
import { identityField, identityOf, isAskedFor } from './identity.js';

class Undo extends Page {
  static properties = { database: {}, time: {}, tables: {}, identity: { state: true } };

  render() {
    const [db, tables] = [this.database, this.tables];
    return html`<button type="button" class="primary" @click=${() => openDialog(this)}>${t('result.undo')}</button>
      ${this.fault ? notice('danger', t('restore.notStarted'), html`<p>${faultText(this.fault)}</p>`, 'alert') : nothing}
      <dialog aria-labelledby="undo-title">
        <form method="dialog">
          <h2 id="undo-title">${tables ? t('undo.titleTables', { db, tables }) : t('undo.title', { db })}</h2>
          <p>${tables ? t('undo.lossTables', { tables, time: this.time }) : t('undo.loss', { db, time: this.time })}</p>
          <p>${t('undo.back')}</p>
          ${isAskedFor(this.fault) ? identityField(this.identity ?? '', (text) => (this.identity = text)) : nothing}
          <div class="actions">
            <button type="button" class="danger" @click=${this.#undo}>${tables ? t('undo.verbTables') : t('undo.verb', { db })}</button>
            <button type="submit" autofocus>${t('restore.leave')}</button>
          </div>
        </form>
      </dialog>`;
  }

  async #undo() {
    this.querySelector('dialog').close();
    await attempt(this, async () => {
      const job = await api.start('backup/restore/undo', { database: this.database, ...identityOf(this.identity ?? '') });
      this.identity = '';
      feed.learn(job);
      router.go(`runs/${job.id}`);
    });
  }
}

customElements.define('safeward-undo', Undo);
