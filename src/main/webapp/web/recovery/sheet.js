/** The recovery sheet as a page to be printed: the words are the server's, in the language of the console. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import { Loader, Page } from '../page.js';
import { denied } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

class RecoverySheet extends Page {
  #sheet = new Loader(this, async () => (session.may('ADMIN') ? api.get('recovery-sheet') : null));

  render() {
    return html`<h1>${t('recovery.title')}</h1>
      ${session.may('ADMIN') ? this.#sheet.render((sheet) => (sheet ? page(sheet) : nothing)) : denied(t('denied.settings'))}`;
  }
}

function page(sheet) {
  return html`<p class="unprinted">${t('recovery.why')}</p>
    <div class="actions unprinted"><button type="button" @click=${() => print()}>${t('recovery.print')}</button></div>
    <article class="card sheet">
      <h2>${sheet.title}</h2>
      ${sheet.sections.map(
        (section) =>
          html`<h3>${section.heading}</h3>
            ${section.lines.map((line) => html`<p>${line}</p>`)}
            ${section.commands.length ? html`<pre tabindex="0">${section.commands.join('\n')}</pre>` : nothing}`,
      )}
    </article>`;
}

customElements.define('safeward-recovery-sheet', RecoverySheet);
