/** One place beyond this machine. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Page } from '../page.js';
import { badge, denied, icon, notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import { counted } from './counted.js';
import './reencrypt.js';

const TONES = { ok: 'ok', failing: 'danger', untried: 'unknown' };

class Destination extends Page {
  static properties = { destination: { attribute: false }, tried: { state: true }, trying: { state: true }, older: { state: true } };

  #path(action) {
    return `destinations/${encodeURIComponent(this.destination.name)}/${action}`;
  }

  render() {
    const one = this.destination;
    return html`<section class="card" aria-label=${one.name} data-destination=${one.name} data-state=${one.state}>
      <h2>${isSecond(one) ? t('destinations.second') : one.name} ${badge(TONES[one.state], t(`destinations.state.${one.state}`))}</h2>
      ${standing(one, Boolean(this.fault))} ${facts(one)}
      <ul class="checks">
        ${one.newest.map((newest) => this.#newest(newest))} ${one.lock ? lock(one.lock) : nothing} ${one.catalog ? catalog(one.catalog) : nothing}
      </ul>
      <safeward-reencrypt .destination=${one}></safeward-reencrypt>
      ${this.#actions(one)} ${this.#outcome()} ${this.#dialog()}
    </section>`;
  }

  #newest({ database, record_id: id, completed_at: made, verified_at: read, behind_since: behind, late }) {
    const tone = late ? 'warning' : id ? 'ok' : 'unknown';
    return html`<li class=${tone}>
      ${icon(tone)}
      <div>
        <strong>${database}</strong>
        <p>
          ${id
            ? html`<a href="backups/${id}">${t('destinations.newest', { time: format.dateTime(made) })}</a> ${t('destinations.readBack', { time: format.dateTime(read) })}`
            : t('destinations.nothing')}
        </p>
        ${behind ? html`<p class="small">${t(late ? 'destinations.late' : 'destinations.behind', { time: format.dateTime(behind) })}</p>` : nothing}
      </div>
    </li>`;
  }

  #actions(one) {
    return html`<div class="actions">
      ${session.may('ADMIN')
        ? html`<button type="button" ?disabled=${this.busy} aria-label=${`${t('destinations.test')}: ${one.name}`} @click=${this.#test}>${t('destinations.test')}</button>
            ${one.fill ? nothing : html`<button type="button" ?disabled=${this.busy} aria-label=${`${t('destinations.fill')}: ${one.name}`} @click=${this.#ask}>${t('destinations.fill')}</button>`}`
        : denied(t('denied.destinations'))}
      ${session.may('OPERATOR') && !isSecond(one) ? html`<a class="button" href="destinations/${one.name}">${t('destinations.lying')}</a>` : nothing}
    </div>`;
  }

  /** What the button has brought, but for what the card says itself. */
  #outcome() {
    if (this.trying) {
      return html`<p role="status">${icon('running')} ${t('destinations.testing')}</p>`;
    }
    if (this.fault && this.fault.code !== this.destination.error) {
      return notice('danger', t('destinations.testFailed', { name: this.destination.name }), html`<p>${faultText(this.fault)}</p>`, 'alert');
    }
    return this.tried ? notice('ok', this.tried, nothing, 'status') : nothing;
  }

  #test = () => this.#doing(async () => {
    this.trying = true;
    try {
      const { lock: locks } = await api.post(this.#path('test'));
      this.tried = t(locks?.trial_locked_until ? 'destinations.testedLocked' : 'destinations.tested');
    } finally {
      this.trying = false;
    }
  });

  #ask = () => this.#doing(async () => {
    this.older = await api.get(this.#path('fill'));
    await this.updateComplete;
    openDialog(this, `dialog[aria-labelledby="fill-${this.destination.name}"]`);
  });

  #fill = (event) => {
    event.target.closest('dialog').close();
    return this.#doing(async () => {
      await api.post(this.#path('fill'));
      this.tried = t('destinations.filling');
    });
  };

  async #doing(work) {
    this.tried = '';
    await attempt(this, work);
    this.dispatchEvent(new Event('changed', { bubbles: true }));
  }

  #dialog() {
    const { backups = 0, bytes = 0 } = this.older ?? {};
    const name = this.destination.name;
    return html`<dialog aria-labelledby="fill-${name}">
      <form method="dialog">
        <h2 id="fill-${name}">${t('destinations.fillTitle', { name })}</h2>
        <p>${backups === 0 ? t('destinations.fillNone') : t('destinations.fillSize', { backups: format.number(backups), size: format.size(bytes) })}</p>
        <div class="actions">
          ${backups === 0 ? nothing : html`<button type="button" class="primary" @click=${this.#fill}>${t('destinations.fillVerb')}</button>`}
          <button type="submit" autofocus>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }
}

const isSecond = (one) => one.name === 'second-directory';

/**
 * In words: since when, and what to do.
 *
 * @param news whether that has just come out
 */
function standing(one, news) {
  if (one.state === 'failing') {
    const since = one.failing_since ? t('destinations.failing', { time: format.dateTime(one.failing_since) }) : t('destinations.failingNow');
    return notice('danger', since, html`<p>${faultText(one)}</p>`, news ? 'alert' : undefined);
  }
  if (one.state === 'untried') {
    return html`<p>${t('destinations.untried')}</p>`;
  }
  return one.reached_at ? html`<p>${t('destinations.reached', { time: format.dateTime(one.reached_at) })}</p>` : nothing;
}

/** Safeward's own: users, records and settings, which nothing else brings back. */
function catalog({ made_at: made, late, ...fault }) {
  const tone = fault.error || late ? 'warning' : made ? 'ok' : 'unknown';
  return html`<li class=${tone} data-catalog=${tone}>
    ${icon(tone)}
    <div>
      <strong>${t('destinations.catalog')}</strong>
      <p>${made ? t('destinations.catalogMade', { time: format.dateTime(made) }) : t('destinations.catalogNever')} ${late ? t('destinations.catalogLate') : nothing}</p>
      ${fault.error ? html`<p class="small">${faultText(fault)}</p>` : nothing}
    </div>
  </li>`;
}

/** Whether nobody can remove copies there before their time. */
function lock({ days, mode, unlocked, trial_locked_until: trial, ...fault }) {
  const tone = fault.error ? 'warning' : 'ok';
  return html`<li class=${tone} data-locks=${tone}>
    ${icon(tone)}
    <div>
      <strong>${t('destinations.lock')}</strong>
      ${days ? html`<p>${fault.error ? t('destinations.lock.shall', { days: format.number(days) }) : t(`destinations.lock.${mode}`, { days: format.number(days) })} ${unlocked > 0 ? t('destinations.lock.missing', { count: format.number(unlocked) }) : nothing}</p>` : nothing}
      ${fault.error ? html`<p class="small">${faultText(fault)}</p>` : nothing}
      ${trial ? html`<p class="small">${t('destinations.lock.trial', { time: format.dateTime(trial) })}</p>` : nothing}
    </div>
  </li>`;
}

function facts(one) {
  const facts = {
    address: one.address,
    kind: t(`destinations.kind.${one.kind}`),
    free: one.free === null ? t('destinations.freeUntold') : format.size(one.free),
    copies: counted(one.copies),
    bytes: format.size(one.bytes),
    encrypted: t(one.encrypted ? 'destinations.yes' : 'destinations.no'),
    ...(one.bandwidth ? { bandwidth: t('destinations.aSecond', { size: format.size(one.bandwidth) }) } : {}),
  };
  return html`<dl class="facts">
    ${Object.entries(facts).map(([name, value]) => html`<div><dt>${t(`destinations.fact.${name}`)}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

customElements.define('safeward-destination', Destination);
