/** What was checked before a restore: what failed, or could not be checked, blocks it, unless somebody accepts just that. */
import { html, nothing } from 'lit';
import { icon } from '../parts.js';
import { t } from '../words.js';

const TONES = { passed: 'ok', failed: 'danger', unknown: 'unknown' };

/**
 * @param accepted the names of what goes on all the same
 * @param accept is told such a name, and whether it is accepted
 */
export function checks(list, accepted, accept) {
  return html`<ul class="checks">
    ${list.map((check) => one(check, accepted, accept))}
  </ul>`;
}

function one(check, accepted, accept) {
  const passed = check.outcome === 'passed';
  return html`<li class=${TONES[check.outcome]}>
    ${icon(TONES[check.outcome])}
    <div>
      <span>${passed ? nothing : html`<strong>${t(`restore.outcome.${check.outcome}`)}</strong> `}${check.text}</span>
      ${!passed && check.override ? override(check.override, accepted, accept) : nothing}
    </div>
  </li>`;
}

function override(name, accepted, accept) {
  return html`<label class="check"
    ><input type="checkbox" name=${name} .checked=${accepted.has(name)} @change=${(event) => accept(name, event.target.checked)} /><span
      >${t(`restore.override.${name}`)}</span
    ></label
  >`;
}
