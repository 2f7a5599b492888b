/** The catalogs that lie in one destination, and the choice among them. */
import { html, nothing } from 'lit';
import * as format from '../formats.js';
import { badge } from '../parts.js';
import { t } from '../words.js';

const SHOWN_DIGITS = 16;

/** Whether somebody vouches for it, and its file is there: whose key it is, the server compares with the one that is typed. */
const isSigned = (one) => one.present && ['signed_by_us', 'signed_by_other'].includes(one.trust);

/** @param chosen the name of one; empty for the newest that the key has signed */
export function catalogChoice(list, chosen, choose) {
  return list.length === 0
    ? html`<p>${t('takeover.none')}</p>`
    : html`<fieldset>
        <legend>${t('takeover.which')}</legend>
        ${choice('', t('takeover.newest'), chosen, choose)} ${list.map((one) => choice(one.name, words(one), chosen, choose, !isSigned(one)))}
      </fieldset>`;
}

function choice(value, text, chosen, choose, disabled = false) {
  return html`<label class="check"
    ><input type="radio" name="catalog" value=${value} .checked=${value === chosen} ?disabled=${disabled} @change=${() => choose(value)} /><span
      >${text}</span
    ></label
  >`;
}

/** What nobody vouches for is never shown as good. */
function words(one) {
  const time = one.created_at ? format.dateTime(one.created_at) : one.name;
  const key = one.installation ? t('takeover.key', { key: digits(one.installation) }) : nothing;
  const state = isSigned(one) ? nothing : badge('danger', t(one.present ? `destinations.trust.${one.trust}` : 'destinations.absent'));
  return html`<strong>${time}</strong> ${one.size === undefined ? nothing : format.size(one.size)} ${state}<br /><span class="small">${key}</span>`;
}

/** As the recovery sheet groups them, the first ones. */
const digits = (key) => `${key.slice(0, SHOWN_DIGITS).match(/.{4}/g).join(' ')} …`;
