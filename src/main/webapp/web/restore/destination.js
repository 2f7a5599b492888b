/** Where a restore goes: over a live database, or into a new one beside it that touches nothing. */
import { html, nothing } from 'lit';
import { t } from '../words.js';

/**
 * @param fresh whether it goes into a new one
 * @param some whether it brings some tables only
 * @param names of the databases that there are
 * @param choose is told `{ fresh, database }`
 * @param name is told what the new one is to be called, with each key
 */
export function destination({ fresh, some, database, target, names, choose, name }) {
  const way = (value, words) =>
    html`<label class="check"
      ><input type="radio" name="into" value=${value ? 'new' : 'live'} .checked=${value === fresh} @change=${() => choose({ fresh: value })} /><span
        >${words}</span
      ></label
    >`;
  return html`<fieldset class="bare">
    <legend>${t('restore.where')}</legend>
    ${way(false, t(some ? 'restore.some' : 'restore.replaces', { db: database }))} ${!fresh && names.length > 1 ? others(names, database, choose) : nothing}
    ${way(true, t('restore.fresh'))} ${fresh ? named(target, name) : nothing}
  </fieldset>`;
}

function named(target, name) {
  return html`<label class="field"
    ><span>${t('restore.targetName')}</span>
    <input name="target" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="target-note" .value=${target}
      @input=${(event) => name(event.target.value.trim())}
    /><span class="small" id="target-note">${t('restore.targetNote')}</span></label
  >`;
}

function others(names, database, choose) {
  return html`<label class="field"
    ><span>${t('database')}</span>
    <select name="database" @change=${(event) => choose({ fresh: false, database: event.target.value })}>
      ${names.map((one) => html`<option value=${one} ?selected=${one === database}>${one}</option>`)}
    </select></label
  >`;
}
