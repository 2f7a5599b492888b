/** What opens an encrypted backup: asked for where it is needed, sent with that request, and kept nowhere. */
import { html } from 'lit';
import { t } from '../words.js';

const KEY = /AGE-SECRET-KEY-1[0-9A-Z]+/g;

/** Whether a request failed for want of the right one. */
export const isAskedFor = (fault) => ['ENCRYPTED_NO_IDENTITY', 'ENCRYPTED_FOR_OTHERS', 'IDENTITY_INVALID'].includes(fault?.code ?? fault?.error);

/** @param change is told the text, which may be that of an identity file: a field of one line has lost its line breaks */
export function identityField(value, change, label = t('identity.label'), note = t('identity.note')) {
  return html`<label class="field"
    ><span>${label}</span>
    <input name="identity" type="password" autocomplete="off" autocapitalize="off" spellcheck="false" .value=${value}
      @input=${(event) => change(event.target.value)} /><small>${note}</small></label
  >`;
}

/** The field of the request; none where nothing was typed. */
export function identityOf(text) {
  const typed = text.trim();
  return typed ? { identity: typed.match(KEY)?.join('\n') ?? typed } : {};
}
