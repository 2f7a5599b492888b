/** Filters of a list: what is chosen stands in the address, so that it can be shared and reloaded. */
import { html } from 'lit';
import * as router from './router.js';
import { t } from './words.js';

/** @param choices pairs of a value and its words */
export function filter(route, name, label, choices) {
  const chosen = route.query.get(name) ?? '';
  return html`<label class="field"
    ><span>${label}</span>
    <select name=${name} .value=${chosen} @change=${(event) => router.setQuery({ [name]: event.target.value, page: '' })}>
      <option value="" ?selected=${chosen === ''}>${t('backups.all')}</option>
      ${choices.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}
    </select></label
  >`;
}

/** A day, or a text that is compared as a whole. */
export function written(route, name, label, type) {
  return html`<label class="field"
    ><span>${label}</span>
    <input name=${name} type=${type} autocomplete="off" .value=${route.query.get(name) ?? ''}
      @change=${(event) => router.setQuery({ [name]: event.target.value.trim(), page: '' })}
  /></label>`;
}

export const isFiltered = (route, names) => names.some((name) => route.query.get(name));
