/** What has changed since a backup: in the live database, which a job reads, or in another backup, which is told at once. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import * as feed from '../jobs/feed.js';
import { result } from '../jobs/result.js';
import { stopOf } from '../jobs/steps.js';
import { strip } from '../jobs/strip.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { denied, notice } from '../parts.js';
import * as api from '../rest/api.js';
import * as router from '../router.js';
import { t } from '../words.js';
import { differences } from './differences.js';

/** Older backups than so many are not offered. */
const MOST_OFFERED = 100;
/** A table that is no longer there is none whose rows could be put back. */
const LOST = ['fewer_rows', 'changed'];

class Compare extends Page {
  static properties = { way: { state: true }, other: { state: true }, stopping: { state: true } };

  #sides = new Loader(this, () => this.#readSides());
  #found = new Loader(this, () => this.#readFound());

  constructor() {
    super();
    new feed.Following(this, (job) => {
      if (job && String(job.id) === this.route?.query.get('job') && feed.hasEnded(job)) {
        this.#found.load();
      }
    });
  }

  willUpdate(changed) {
    if (changed.get('route')) {
      this.stopping = false;
      this.#found.load();
    }
  }

  /** The backup, and what it can be compared with. */
  async #readSides() {
    const record = await api.get(`backup/records/${encodeURIComponent(this.route.query.get('left'))}`);
    const query = new URLSearchParams({ status: 'completed', page_size: MOST_OFFERED, database: record.database });
    const others = (await api.get(`backup/list?${query}`)).list.filter((one) => one.id !== record.id);
    return { record, others };
  }

  /** While a job looks, and when it came to nothing, the job. */
  async #readFound() {
    const query = this.route.query;
    const [left, right, id] = ['left', 'right', 'job'].map((name) => query.get(name));
    if (right) {
      return { found: await ofBackups(left, right) };
    }
    if (!id) {
      return {};
    }
    const job = await api.get(`backup/jobs/${encodeURIComponent(id)}`);
    return job.state === 'completed' ? { job, found: await api.get(`backup/compare/${job.id}`) } : { job };
  }

  render() {
    return html`<a class="back" href="backups/${this.route.query.get('left')}">${t('compare.back')}</a>
      <h1>${t('compare.title')}</h1>
      ${this.#sides.render((sides) => this.#choice(sides))} ${this.#found.render((data) => this.#outcome(data))}`;
  }

  /** What is chosen: until somebody chooses, what the address names. */
  #chosen({ others }) {
    const right = Number(this.route.query.get('right'));
    const other = this.other ?? others.find((one) => one.id === right)?.id ?? others.at(1)?.id ?? others.at(0)?.id;
    const named = right && right !== others.at(0)?.id ? 'other' : right || !session.may('OPERATOR') ? 'newest' : 'live';
    return { way: this.way ?? named, other };
  }

  #choice(sides) {
    const { record, others } = sides;
    const { way, other } = this.#chosen(sides);
    const newest = others.at(0);
    const running = feed.active().some((job) => job.kind === 'compare');
    return html`<form class="card" @submit=${(event) => this.#submit(event, sides)}>
      <p class="lead">${t('compare.since', { time: format.dateTime(record.created_at), db: record.database })}</p>
      <fieldset class="bare">
        <legend>${t('compare.with')}</legend>
        ${this.#way('live', way, t('compare.live'), !session.may('OPERATOR'))}
        ${session.may('OPERATOR') ? nothing : denied(t('denied.compare'))}
        ${newest ? this.#way('newest', way, newestName(record, newest)) : nothing}
        ${others.length > 1 ? this.#way('other', way, t('compare.other')) : nothing} ${way === 'other' ? this.#others(others, other) : nothing}
      </fieldset>
      ${way === 'live' ? html`<p class="small">${t('compare.liveNote')}</p>` : nothing}
      <div class="actions"><button type="submit" class="primary" ?disabled=${this.busy || running}>${t('compare.verb')}</button></div>
      ${this.fault ? notice('danger', t('compare.notStarted'), html`<p>${faultText(this.fault)}</p>`, 'alert') : nothing}
    </form>`;
  }

  #way(value, chosen, words, disabled = false) {
    return html`<label class="check"
      ><input type="radio" name="with" value=${value} .checked=${value === chosen} ?disabled=${disabled} @change=${() => (this.way = value)} /><span
        >${words}</span
      ></label
    >`;
  }

  #others(others, chosen) {
    return html`<label class="field"
      ><span>${t('compare.which')}</span>
      <select name="other" @change=${(event) => (this.other = Number(event.target.value))}>
        ${others.map((one) => html`<option value=${one.id} ?selected=${one.id === chosen}>${nameAmong(others, one)}</option>`)}
      </select></label
    >`;
  }

  async #submit(event, sides) {
    event.preventDefault();
    const { way, other } = this.#chosen(sides);
    if (way !== 'live') {
      router.setQuery({ job: '', right: String(way === 'newest' ? sides.others[0].id : other) });
      return;
    }
    await attempt(this, async () => {
      const job = await api.start('backup/compare', { left: sides.record.id, right: 'live' });
      feed.learn(job);
      router.setQuery({ right: '', job: String(job.id) });
    });
  }

  /** The stream knows more of a job than what was read last. */
  #outcome({ job: read, found }) {
    if (found) {
      return html`${differences(found)} ${wayBack(found)}`;
    }
    const job = read && (feed.job(read.id) ?? read);
    if (!job || job.state === 'completed') {
      return nothing;
    }
    return feed.hasEnded(job) ? result(job) : html`${strip(job)} ${this.#stop(job)}`;
  }

  /** Nothing is lost by it: it is not asked again. */
  #stop(job) {
    if (!session.may('OPERATOR')) {
      return nothing;
    }
    return job.cancel_requested || this.stopping
      ? html`<p role="status">${t('run.stopping')}</p>`
      : html`<button type="button" data-stop @click=${() => this.#cancel(job)}>${t('run.stop')}</button>`;
  }

  async #cancel(job) {
    this.stopping = true;
    await attempt(this, () => api.post(stopOf(job), { database: job.database }));
    this.stopping = !this.fault;
  }
}

/** By its time, and where that does not tell, by its number too. */
function nameAmong(others, one) {
  const time = format.dateTime(one.created_at);
  return others.filter((other) => format.dateTime(other.created_at) === time).length > 1 ? `${time} (${one.id})` : time;
}

/** What the live database has lost can be taken from the backup, table by table. */
function wayBack({ left, right, tables }) {
  const lost = tables.filter((table) => LOST.includes(table.state));
  if (lost.length === 0 || right.record_id || right.upload || !session.may('ADMIN')) {
    return nothing;
  }
  const query = new URLSearchParams({ record: left.record_id });
  lost.forEach((table) => query.append('tables', table.name));
  return html`<div class="actions"><a class="button" href="restore?${query}">${t('compare.bringBack')}</a></div>`;
}

function newestName(record, newest) {
  const time = format.dateTime(newest.created_at);
  return newest.created_at > record.created_at ? t('compare.newest', { time }) : t('compare.previous', { time });
}

/** From the earlier one to the later one, whichever was chosen first. */
async function ofBackups(left, right) {
  const found = await api.get(`backup/compare?${new URLSearchParams({ left, right })}`);
  const [first, second] = [found.left, found.right];
  const backwards = first.moment > second.moment || (first.moment === second.moment && first.record_id > second.record_id);
  return backwards ? api.get(`backup/compare?${new URLSearchParams({ left: right, right: left })}`) : found;
}

customElements.define('safeward-compare', Compare);
