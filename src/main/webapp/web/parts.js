/** Small pieces that several screens show. */
import { html, nothing, svg } from 'lit';
import { t } from './words.js';

const SHAPES = {
  ok: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4 9 3 3 5-6',
  warning: 'M12 4 2.5 20h19L12 4Zm0 6v4m0 3v.01',
  danger: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-3 6 6 6m0-6-6 6',
  unknown: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-2.5 7a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7m0 2.5v.01',
  stopped: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-4 9h8',
  running: 'M20 12a8 8 0 1 1-2.3-5.7M20 3v4h-4',
  waiting: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3 2',
  overview: 'M4 11 12 4l8 7v9h-5v-6H9v6H4v-9Z',
  backups: 'M4 5h16v4H4zM5 9h14v11H5zM10 13h4',
  schedule: 'M4 6h16v14H4zM4 10h16M8 3v5m8-5v5',
  activity: 'M3 12h4l3-7 4 14 3-7h4',
  settings: 'M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5m-6 5v5',
  pin: 'M9 4h6l-1 6 3 3H7l3-3-1-6Zm3 9v7',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
};

/** A picture beside a word that says the same: hidden from screen readers. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${svg`<path d=${SHAPES[name]}/>`}</svg>`;
}

/** A state as icon and word, never as a colour alone. */
export function badge(tone, text) {
  return html`<span class="badge ${tone}">${icon(tone === 'neutral' ? 'waiting' : tone)}${text}</span>`;
}

export function notice(tone, title, more = nothing, role = undefined) {
  return html`<div class="notice ${tone}" role=${role ?? nothing}>
    ${icon(tone)}
    <div><p><strong>${title}</strong></p>${more}</div>
  </div>`;
}

/** Beside an action that this role may not take. */
export function denied(reason) {
  return html`<p class="reason">${icon('lock')}${reason}</p>`;
}

/**
 * The dialog closes by its own buttons and by Escape; the focus goes back to where it was. It begins at the button that has
 * `autofocus`: the one that changes nothing.
 */
export function openDialog(host, selector = 'dialog') {
  host.querySelector(selector)?.showModal();
}

export function databaseChoice(names, chosen, choose) {
  return names.length < 2
    ? nothing
    : html`<label class="field"
        ><span>${t('database')}</span>
        <select name="database" @change=${(event) => choose(event.target.value)}>
          ${names.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
        </select></label
      >`;
}
