/** The fields of a schedule that say how often and when, without a word of cron. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { language, t } from '../words.js';
import { HOURS, KINDS } from './frequency.js';

const SUNDAY = 1_700_000_000 - 86_400 * 2; // some Sunday

/** How often, and then when: each change is told as the values that it changes. */
export function frequency(choice, choose) {
  const { kind } = choice;
  return html`<label class="field"
      ><span>${t('schedule.frequency')}</span>
      <select name="frequency" @change=${(event) => choose({ kind: event.target.value })}>
        ${KINDS.map((name) => html`<option value=${name} ?selected=${name === kind}>${t(`schedule.kind.${name}`)}</option>`)}
      </select></label
    >
    ${kind === 'hourly' ? every(choice, choose) : nothing} ${kind === 'weekly' ? weekdays(choice, choose) : nothing}
    ${kind === 'monthly' ? dayOfMonth(choice, choose) : nothing} ${['daily', 'weekly', 'monthly'].includes(kind) ? time(choice, choose) : nothing}`;
}

function every(choice, choose) {
  return html`<label class="field"
    ><span>${t('schedule.every')}</span>
    <select name="every" @change=${(event) => choose({ every: Number(event.target.value) })}>
      ${HOURS.map((hours) => html`<option value=${hours} ?selected=${hours === choice.every}>${t('schedule.hours', { hours })}</option>`)}
    </select></label
  >`;
}

function weekdays(choice, choose) {
  const name = new Intl.DateTimeFormat(language(), { weekday: 'short', timeZone: 'UTC' });
  const toggle = (day) => (event) => {
    const days = new Set(choice.weekdays);
    days[event.target.checked ? 'add' : 'delete'](day);
    choose({ weekdays: [...days] });
  };
  return html`<div class="weekdays" role="group" aria-label=${t('schedule.weekdays')}>
    ${[1, 2, 3, 4, 5, 6, 0].map(
      (day) =>
        html`<label class="check"
          ><input type="checkbox" name="weekday" value=${day} .checked=${live(choice.weekdays.includes(day))} @change=${toggle(day)} /><span
            >${name.format(new Date((SUNDAY + day * 86_400) * 1000))}</span
          ></label
        >`,
    )}
  </div>`;
}

function dayOfMonth(choice, choose) {
  return html`<label class="field"
    ><span>${t('schedule.dayOfMonth')}</span>
    <input name="day" type="number" min="1" max="31" .value=${live(String(choice.day))}
      @input=${(event) => choose({ day: Number(event.target.value) })}
  /></label>`;
}

function time(choice, choose) {
  const two = (number) => String(number).padStart(2, '0');
  return html`<label class="field"
    ><span>${t('schedule.time')}</span>
    <input name="time" type="time" required .value=${live(`${two(choice.hour)}:${two(choice.minute)}`)}
      @change=${(event) => {
        const [hour, minute] = event.target.value.split(':').map(Number);
        if (event.target.value) {
          choose({ hour, minute });
        }
      }}
  /></label>`;
}

/** Where the clock stands that it goes by; empty for the server's own. */
export function zone(chosen, change) {
  return html`<label class="field"
    ><span>${t('schedule.zone')}</span>
    <select name="zone" @change=${(event) => change(event.target.value)}>
      <option value="" ?selected=${!chosen}>${t('schedule.serverZone')}</option>
      ${Intl.supportedValuesOf('timeZone').map(
        (name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`,
      )}
    </select></label
  >`;
}
