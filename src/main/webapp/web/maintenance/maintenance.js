/** The server's own upkeep. Each action says what it would do, asks first and tells its result in place. */
import { html, nothing } from 'lit';
import { outcome } from '../access/audit.js';
import * as format from '../formats.js';
import * as feed from '../jobs/feed.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { icon, notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { has, t } from '../words.js';
import './return.js';

const ACTIONS = ['clear-cache', 'backup', 'restart'];

class Maintenance extends Page {
  static properties = {
    asked: { state: true },
    force: { state: true },
    done: { state: true },
  };

  #state = new Loader(this, () => api.maintenanceState());

  constructor() {
    super();
    new feed.Following(this);
  }

  render() {
    return html`<section class="card">
      <h2>${t('maintenance.title')}</h2>
      ${this.#state.render((state) => this.#actions(state))}
      <div role="status">${this.done ? notice('ok', this.done) : nothing}</div>
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing} ${this.#dialog()}
      <safeward-return></safeward-return>
    </section>`;
  }

  #actions(state) {
    return html`<ul class="problems">
        ${ACTIONS.map(
          (action) =>
            html`<li>
              <div>
                <strong>${t(`maintenance.${action}`)}</strong>
                <p class="small">${t(`maintenance.${action}.text`)}</p>
                ${this.#outlook(action, state)}
                <button type="button" data-action=${action} ?disabled=${this.busy || cannot(action, state)} @click=${() => this.#ask(action)}>
                  ${t(`maintenance.${action}.verb`)}
                </button>
              </div>
            </li>`,
        )}
      </ul>
      ${state.runs.length === 0 ? nothing : lastRuns(state.runs)}`;
  }

  #outlook(action, state) {
    if (action === 'clear-cache') {
      return html`<p class="small">
        ${state.cacheFault ?? t('maintenance.holds', { size: format.size(state.cacheBytes), files: format.number(state.cacheFiles) })}
      </p>`;
    }
    if (action !== 'restart') {
      return nothing;
    }
    if (cannot(action, state)) {
      return html`<p class="reason">${icon('lock')}${t('maintenance.noRestart')}</p>`;
    }
    return state.mode === 'development' ? html`<p class="small">${t('maintenance.onlyLogged')}</p>` : nothing;
  }

  #dialog() {
    const running = this.asked === 'restart' ? feed.active() : [];
    return html`<dialog aria-labelledby="maintenance-question">
      <form method="dialog">
        <h2 id="maintenance-question">${this.asked ? t(`maintenance.${this.asked}.question`) : ''}</h2>
        <p>${this.asked ? t(`maintenance.${this.asked}.loss`) : ''}</p>
        ${running.length === 0
          ? nothing
          : html`${notice('warning', running.map((job) => t(`run.title.${job.kind}`, { db: job.database })).join(', '))}
              <label class="check"
                ><input type="checkbox" name="force" .checked=${Boolean(this.force)} @change=${(event) => (this.force = event.target.checked)} /><span
                  >${t('maintenance.force')}</span
                ></label
              >`}
        <div class="actions">
          <button type="button" class="danger" @click=${this.#act}>${this.asked ? t(`maintenance.${this.asked}.verb`) : ''}</button>
          <button type="submit" autofocus>${t('cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }

  async #ask(action) {
    this.asked = action;
    this.force = false;
    await this.updateComplete;
    openDialog(this);
  }

  async #act(event) {
    event.target.closest('dialog').close();
    this.done = '';
    await attempt(this, async () => {
      await this.#result(await api.maintain({ action: this.asked, ...(this.force ? { force: true } : {}) }));
      await this.#state.load();
    });
  }

  async #result(result) {
    if (result.job) {
      feed.learn(result.job);
      router.go(`runs/${result.job.id}`);
    } else if (this.asked === 'restart' && !result.note) {
      await this.querySelector('safeward-return').wait();
    } else {
      this.done = [result.message, result.note].filter(Boolean).join(' ');
    }
  }
}

const cannot = (action, state) => action === 'restart' && state.mode !== 'development' && !state.restartPossible;

function lastRuns(runs) {
  return html`<details>
    <summary>${t('maintenance.runs')}</summary>
    <ul class="problems">
      ${runs.map((run) => {
        const key = `maintenance.${run.action}`;
        return html`<li>
          <div>
            <strong>${has(key) ? t(key) : run.action}</strong>
            ${outcome(run.result)}
            <p class="small">${format.dateTime(Date.parse(run.at) / 1000)} · ${run.who}</p>
          </div>
        </li>`;
      })}
    </ul>
  </details>`;
}

customElements.define('safeward-maintenance', Maintenance);
