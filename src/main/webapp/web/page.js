/** What all screens share: they render into the page itself, follow the language, and load what they show. */
import { html, LitElement, nothing } from 'lit';
import * as format from './formats.js';
import { Fault } from './rest/api.js';
import { icon } from './parts.js';
import * as words from './words.js';

const { t } = words;

export class Page extends LitElement {
  static properties = { route: { attribute: false }, busy: { state: true }, fault: { state: true } };

  #translate = () => this.requestUpdate();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    words.changes.addEventListener('change', this.#translate);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    words.changes.removeEventListener('change', this.#translate);
  }
}

/** Does what a button says: its host is busy meanwhile, and keeps what the server refused it with. */
export async function attempt(host, work) {
  host.busy = true;
  host.fault = null;
  try {
    await work();
  } catch (failure) {
    if (!(failure instanceof Fault)) {
      throw failure;
    }
    host.fault = failure;
  } finally {
    host.busy = false;
  }
}

/**
 * Loads something for a host and keeps the last answer: when a later one fails, the old data stays and says how old it is. `read` may
 * throw; the host is told of each change.
 */
export class Loader {
  #host;
  #read;
  #turn = 0;
  #asked = null;

  constructor(host, read) {
    this.#host = host;
    this.#read = read;
    this.data = undefined;
    this.fault = null;
    this.at = 0;
    host.addController(this);
  }

  hostConnected() {
    words.changes.addEventListener('change', this.load);
    this.load();
  }

  hostDisconnected() {
    words.changes.removeEventListener('change', this.load);
    this.#turn++;
  }

  /** Asked several times at once, as when a connection tells of many jobs, it reads once. */
  load = () => {
    this.#asked ??= Promise.resolve().then(() => {
      this.#asked = null;
      return this.#load();
    });
    return this.#asked;
  };

  async #load() {
    const turn = ++this.#turn;
    try {
      const data = await this.#read();
      this.#settle(turn, data, null);
    } catch (failure) {
      if (!(failure instanceof Fault)) {
        throw failure;
      }
      this.#settle(turn, this.data, failure);
    }
  }

  /** Only the newest question's answer counts. */
  #settle(turn, data, fault) {
    if (turn !== this.#turn) {
      return;
    }
    this.data = data;
    this.fault = fault;
    if (!fault) {
      this.at = format.now();
    }
    this.#host.requestUpdate();
  }

  /**
   * The view of the data, with a skeleton before and a notice when it could not be loaded.
   *
   * @param tellsItself whether the view says what could not be brought up to date
   */
  render(view, tellsItself = false) {
    const stale = this.data !== undefined;
    const notice = this.fault && !(stale && tellsItself) ? this.notice() : nothing;
    if (this.data === undefined) {
      return this.fault ? notice : html`<div class="skeleton" role="status"><span class="hidden">${t('loading')}</span></div>`;
    }
    return html`${notice}${view(this.data)}`;
  }

  notice() {
    const stale = this.data !== undefined;
    return html`<div class="notice unknown" role="alert">
      ${icon('unknown')}
      <div>
        <p><strong>${stale ? t('stale', { time: format.dateTime(this.at) }) : t('load.failed')}</strong></p>
        ${this.why()}
      </div>
    </div>`;
  }

  /** The reason of the last fault, and the way to try again. */
  why() {
    return html`<p>${faultText(this.fault)}</p>
      <button type="button" @click=${this.load}>${t('retry')}</button>`;
  }
}

/** What the server said, or that it said nothing. */
export function faultText(fault) {
  if (fault.unreachable) {
    return t('unreachable');
  }
  return sentences(fault.message || t('load.failed'), fault.hint);
}

/** The server's messages have no full stop: they also stand alone. */
export function sentences(...parts) {
  const chinese = words.language().startsWith('zh');
  const stop = chinese ? '。' : '.';
  return parts
    .filter(Boolean)
    .map((part) => (/[.。!?！？:：]$/.test(part) ? part : part + stop))
    .join(chinese ? '' : ' ');
}
