/** One run: its steps as they go on, then what came of it. Found again after a reload, and after the server was started again. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { denied, icon, notice, openDialog } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';
import * as feed from './feed.js';
import { result } from './result.js';
import { stepNumber, stepsOf, stopOf, stopped, wayOf } from './steps.js';

/** Before both, what is left cannot be told. */
const LEAST_PERCENT = 8;
const LEAST_SECONDS = 5;

class Run extends Page {
  static properties = { stopping: { state: true } };

  #job = new Loader(this, () => this.#read());
  #moments = new Loader(this, () => this.#readMoments());
  #clock;

  constructor() {
    super();
    new feed.Following(this, (job) => {
      if (String(job?.id) === this.route?.ids.id && feed.hasEnded(job)) {
        this.#moments.load();
      }
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#clock = setInterval(() => this.requestUpdate(), 1000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#clock);
  }

  async #read() {
    const job = await api.get(`backup/jobs/${this.route.ids.id}`);
    feed.learn(job);
    return job;
  }

  /** When the two states were that a restore went between, and whether the server can take it back. */
  async #readMoments() {
    const job = await api.get(`backup/jobs/${this.route.ids.id}`);
    if (!['restore', 'undo'].includes(job.kind) || job.target || job.into || !feed.hasEnded(job)) {
      return {};
    }
    const [from, saved, undoable] = await Promise.all([
      momentOf(job.record_id),
      momentOf(job.safety_record_id),
      session.may('ADMIN') ? api.get(`backup/restore/undo?database=${encodeURIComponent(job.database)}`) : null,
    ]);
    return { from, saved, undoable: undoable ? undoable.job_id === job.id : undefined };
  }

  /** Of the stream and what was read last, the stream is newer. */
  get #current() {
    return feed.job(Number(this.route.ids.id)) ?? this.#job.data;
  }

  render() {
    return html`<a class="back" href="activity">${t('run.back')}</a>
      ${this.#job.data ? nothing : html`<h1>${t('nav.activity')}</h1>`} ${this.#job.render(() => this.#view(this.#current))}`;
  }

  #view(job) {
    const ended = feed.hasEnded(job);
    return html`
      <h1>${t(`run.title.${job.kind}`, { db: job.database })}</h1>
      ${job.tables ? html`<p class="lead">${t('run.onlyTables', { tables: format.names(job.tables) })}</p>` : nothing}
      ${!feed.isConnected() && !ended ? notice('unknown', t('run.reconnecting'), nothing, 'status') : nothing}
      ${ended ? result(job, this.#moments.data ?? {}) : this.#progress(job)}
      ${ended && this.#moments.fault ? this.#moments.notice() : nothing}
      <section class="card">
        <h2>${t('run.steps')}</h2>
        <ol class="steps">
          ${stepsOf(job).map((step, index) => this.#step(job, step, index + 1))}
        </ol>
      </section>
      ${this.#log(job)}
    `;
  }

  #progress(job) {
    const elapsed = format.now() - (job.started_at ?? job.created_at);
    const tellable = job.percent >= LEAST_PERCENT && elapsed >= LEAST_SECONDS;
    const left = tellable ? (elapsed * (100 - job.percent)) / job.percent : null;
    const number = stepNumber(job);
    return html`<section class="card running">
      <p class="lead" role="status">
        ${icon('running')}${number === 0 ? t('run.queued') : t(`run.running.${job.kind}`, { n: number, m: stepsOf(job).length })}
      </p>
      <progress max="100" value=${job.percent} aria-label=${t('run.progress')}></progress>
      <dl class="facts">
        <div><dt>${t('run.elapsed')}</dt><dd>${format.duration(elapsed)}</dd></div>
        <div><dt>${t('run.left')}</dt><dd>${left === null ? t('none') : t('run.about', { time: format.duration(left) })}</dd></div>
        <div><dt>${t('run.rate')}</dt><dd>${job.bytes > 0 && elapsed > 0 ? `${format.size(job.bytes / elapsed)}/s` : t('none')}</dd></div>
        <div><dt>${t('run.done')}</dt><dd>${t('run.rows', { rows: format.number(job.rows) })}</dd></div>
      </dl>
      ${this.#stop(job)}
    </section>`;
  }

  #stop(job) {
    if (!session.may('OPERATOR')) {
      return denied(t('denied.stop'));
    }
    if (job.past_point_of_no_return) {
      return html`<p class="reason">${icon('lock')}${t('run.pastReturn')}</p>`;
    }
    if (job.cancel_requested || this.stopping) {
      return html`<p role="status">${t('run.stopping')}</p>`;
    }
    return html`<button type="button" @click=${() => openDialog(this)}>${t('run.stop')}</button>
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}
      <dialog aria-labelledby="stop-title">
        <form method="dialog">
          <h2 id="stop-title">${t(`run.stopTitle.${job.kind}`, { db: job.database })}</h2>
          <div class="actions">
            <button type="button" class="danger" @click=${(event) => this.#cancel(event, job)}>${t('run.stop')}</button>
            <button type="submit" autofocus>${t('run.goOn')}</button>
          </div>
        </form>
      </dialog>`;
  }

  async #cancel(event, job) {
    event.target.closest('dialog').close();
    this.stopping = true;
    await attempt(this, () => api.post(stopOf(job), stopped(job)));
    this.stopping = !this.fault;
  }

  #step(job, step, number) {
    const at = stepNumber(job);
    const state = wasLeftOut(job, step) ? 'skipped' : stateOf(job, number, at);
    return html`<li class=${state} aria-current=${state === 'now' ? 'step' : nothing}>
      ${icon({ done: 'ok', now: 'running', failed: 'danger', stopped: 'stopped', skipped: 'stopped', ahead: 'waiting' }[state])}
      <div>
        <span>${t(`step.${wayOf(job)}.${step}`)}</span>
        <span class="small">${t(`step.${state}`)}</span>
      </div>
    </li>`;
  }

  #log(job) {
    return html`<details class="card">
      <summary>${t('run.log')}</summary>
      <dl class="facts">
        <div><dt>${t('run.number')}</dt><dd>${job.id}</dd></div>
        <div><dt>${t('run.database')}</dt><dd>${job.database}</dd></div>
        ${job.target ? html`<div><dt>${t('run.target')}</dt><dd>${job.target}</dd></div>` : nothing}
        ${job.tables ? html`<div><dt>${t('run.tables')}</dt><dd>${job.tables.join(', ')}</dd></div>` : nothing}
        ${job.into ? html`<div><dt>${t('run.into')}</dt><dd>${job.into}</dd></div>` : nothing}
        ${recordOf('run.backup', job.record_id)} ${recordOf('run.safety', job.safety_record_id)}
        <div><dt>${t('run.who')}</dt><dd>${job.requested_by || t('run.timer')}</dd></div>
        <div><dt>${t('run.created')}</dt><dd>${format.dateTime(job.created_at)}</dd></div>
        <div><dt>${t('run.ended')}</dt><dd>${format.dateTime(job.ended_at)}</dd></div>
      </dl>
      ${job.checks.length ? html`<ul class="checks">${job.checks.map((check) => html`<li>${icon('ok')}<span>${check}</span></li>`)}</ul>` : nothing}
    </details>`;
  }
}

const recordOf = (label, id) =>
  id ? html`<div><dt>${t(label)}</dt><dd><a href="backups/${id}">${t('restore.number', { id })}</a></dd></div>` : nothing;

/** A restore that was done and has no safety backup has saved nothing: there was nothing, or nobody wanted it. */
const wasLeftOut = (job, step) => step === 'safety' && job.state === 'completed' && !job.safety_record_id;

function stateOf(job, number, at) {
  if (job.state === 'completed' || number < at) {
    return 'done';
  }
  if (number > at || at === 0) {
    return 'ahead';
  }
  if (!feed.hasEnded(job)) {
    return 'now';
  }
  return job.state === 'cancelled' ? 'stopped' : 'failed';
}

async function momentOf(record) {
  if (!record) {
    return null;
  }
  try {
    const manifest = await api.get(`backup/records/${record}/manifest`);
    return manifest ? Date.parse(manifest.created_at) / 1000 : null;
  } catch (failure) {
    if (failure instanceof api.Fault && failure.status === 404) {
      return null;
    }
    throw failure;
  }
}

customElements.define('safeward-run', Run);
