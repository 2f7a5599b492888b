/**
 * The jobs as they go on: one stream of events for the whole console, which connects again by itself. After each connection the newest
 * jobs are read, so that an end that came in between is not missed: also after the server was started again.
 */
import * as session from '../access/session.js';
import * as api from '../rest/api.js';

const LONGEST_PAUSE = 8000;
const BETWEEN_LOOKS = 5000;
const known = new Map();

export const changes = new EventTarget();

let connected = false;
let started = false;

export const isConnected = () => connected;
export const job = (id) => known.get(id);
export const active = () => [...known.values()].filter((one) => !hasEnded(one));
export const hasEnded = (one) => !['pending', 'running'].includes(one.state);

/** For an element: keeps the stream going and renders the element again with each change. */
export class Following {
  #host;
  #heard;

  /** @param heard told of each job that changed, and of nothing when only the connection did */
  constructor(host, heard = () => {}) {
    this.#host = host;
    this.#heard = heard;
    host.addController(this);
  }

  hostConnected() {
    changes.addEventListener('change', this.#tell);
    start();
  }

  hostDisconnected() {
    changes.removeEventListener('change', this.#tell);
  }

  #tell = (event) => {
    this.#heard(event.detail);
    this.#host.requestUpdate();
  };
}

/** Takes in what another answer said of a job. An end that is known stays one: answers may overtake each other. */
export function learn(one) {
  if (!hasEnded(one) && known.has(one.id) && hasEnded(known.get(one.id))) {
    return;
  }
  known.set(one.id, one);
  changes.dispatchEvent(new CustomEvent('change', { detail: one }));
}

function start() {
  if (!started) {
    started = true;
    follow();
    askAfterThem();
  }
}

/** A stream tells of what happens while it is open: an end that fell between the list and its first look is asked for. */
async function askAfterThem() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS));
    for (const one of connected ? active() : []) {
      await askAfter(one);
    }
  }
}

async function askAfter(one) {
  try {
    learn(await api.get(`backup/jobs/${one.id}`));
  } catch (failure) {
    // Whether the server answers is told by the stream.
    if (!(failure instanceof api.Fault)) {
      throw failure;
    }
  }
}

async function follow() {
  let pause = 500;
  for (;;) {
    const stop = new AbortController();
    const ended = () => session.isSignedIn() || stop.abort();
    const left = () => stop.abort();
    session.changes.addEventListener('change', ended);
    // A page that the browser keeps for the way back would keep its connection too, of which it has six for all its pages.
    addEventListener('pagehide', left);
    try {
      const stream = api.events('backup/events', stop.signal);
      const first = stream.next();
      // Its failure is told below, unless the question after it fails first.
      first.catch(() => {});
      (await api.get('backup/jobs?page_size=20')).list.forEach(learn);
      setConnected(true);
      pause = 500;
      for (let next = await first; !next.done; next = await stream.next()) {
        learn(next.value);
      }
    } catch (failure) {
      if (!(failure instanceof api.Fault || failure instanceof TypeError || failure.name === 'AbortError')) {
        throw failure;
      }
    } finally {
      stop.abort();
      session.changes.removeEventListener('change', ended);
      removeEventListener('pagehide', left);
    }
    setConnected(false);
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

function setConnected(state) {
  if (state !== connected) {
    connected = state;
    changes.dispatchEvent(new CustomEvent('change'));
  }
}
