/** What the lists of users and keys share: trying a change, its result in place, and asking before something is taken away. */
import { html, nothing } from 'lit';
import { attempt, faultText, Page } from '../page.js';
import { notice } from '../parts.js';
import { t } from '../words.js';

export class AccessList extends Page {
  static properties = { done: { state: true }, question: { state: true } };

  /** @param change returns a sentence on what was done */
  async attempt(change) {
    this.done = '';
    await attempt(this, async () => {
      this.done = await change();
    });
  }

  outcome() {
    return html`${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}
      <p role="status">${this.done ?? ''}</p>`;
  }

  async ask(question) {
    this.question = question;
    await this.updateComplete;
    this.querySelector('dialog').showModal();
  }

  confirmation() {
    const { title, loss, verb, act } = this.question ?? {};
    return html`<dialog aria-labelledby=${`${this.localName}-question`}>
      <form method="dialog">
        <h2 id=${`${this.localName}-question`}>${title}</h2>
        <p>${loss}</p>
        <div class="actions">
          <button
            type="button"
            class="danger"
            @click=${(event) => {
              event.target.closest('dialog').close();
              act();
            }}
          >
            ${verb}
          </button>
          <button type="submit" autofocus>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }
}

export function roleChoice(chosen = 'VIEWER') {
  return html`<label class="field"
    ><span>${t('access.role')}</span>
    <select name="role">
      ${['VIEWER', 'OPERATOR', 'ADMIN'].map(
        (role) => html`<option value=${role} ?selected=${role === chosen}>${t(`role.${role}`)}</option>`,
      )}
    </select></label
  >`;
}
