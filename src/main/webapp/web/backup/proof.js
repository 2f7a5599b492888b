/** Whether a drill has proven that a backup comes back, and the way to let one prove it now. */
import { html, nothing } from 'lit';
import * as session from '../access/session.js';
import * as format from '../formats.js';
import * as feed from '../jobs/feed.js';
import { strip } from '../jobs/strip.js';
import { attempt, faultText, Loader, Page } from '../page.js';
import { denied, icon, notice } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

/** An older drill than so many of its database is not looked for; its proof stands in the record. */
const MOST_LOOKED_AT = 100;

class Proof extends Page {
  static properties = { record: { attribute: false } };

  #last = new Loader(this, () => this.#read());

  constructor() {
    super();
    new feed.Following(this, (job) => {
      if (job?.kind === 'drill' && job.record_id === this.record.id && feed.hasEnded(job)) {
        this.#last.load();
        this.dispatchEvent(new Event('ended'));
      }
    });
  }

  /** The last drill of this backup that says something. */
  async #read() {
    const query = new URLSearchParams({ database: this.record.database, page_size: MOST_LOOKED_AT });
    const { list } = await api.get(`backup/drills?${query}`);
    const last = list.find((job) => job.record_id === this.record.id && ['completed', 'failed', 'timeout'].includes(job.state));
    return { last };
  }

  render() {
    const running = feed.active().find((job) => job.kind === 'drill');
    const ours = running?.record_id === this.record.id;
    return html`<section class="proof" aria-label=${t('backup.proof')}>
      ${this.#last.render(({ last }) => this.#standing(last))} ${ours ? strip(running) : this.#action(running)}
    </section>`;
  }

  #standing(last) {
    const { proven_at: at, proven_from: from } = this.record;
    if (last && last.state !== 'completed') {
      const run = html`<p>${faultText(last)}</p><p><a href="runs/${last.id}">${t('backup.openRun', { id: last.id })}</a></p>`;
      return notice('danger', t('backup.drillFailed', { time: format.dateTime(last.ended_at) }), run);
    }
    if (at) {
      return notice('ok', t('backup.proven', { time: format.dateTime(at) }), html`<p>${t('backup.provenFrom', { from })}</p>`);
    }
    return notice('unknown', last ? t('backup.counted', { time: format.dateTime(last.ended_at) }) : t('backup.notProven'));
  }

  #action(running) {
    if (!session.may('OPERATOR')) {
      return denied(t('denied.prove'));
    }
    return html`<div class="actions">
        <button type="button" ?disabled=${this.busy || running} @click=${this.#prove}>${t('backup.prove')}</button>
        ${running ? html`<p class="reason">${icon('running')}${t('backup.proveBusy')}</p>` : nothing}
      </div>
      ${this.fault ? notice('danger', faultText(this.fault), nothing, 'alert') : nothing}`;
  }

  #prove() {
    const wanted = { database: this.record.database, record_id: this.record.id };
    return attempt(this, async () => feed.learn(await api.start('backup/drills', wanted)));
  }
}

customElements.define('safeward-proof', Proof);
