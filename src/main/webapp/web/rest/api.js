/**
 * The only module that talks to the server. Answers come back as the envelope's data; what is not a success is thrown as a Fault. When the
 * session has expired, a request waits until somebody has signed in again, so that nothing that was typed is lost.
 */
import * as session from '../access/session.js';
import { language } from '../language.js';

export class Fault extends Error {
  constructor(status, envelope) {
    super(envelope.message ?? '');
    this.status = status;
    this.code = envelope.error ?? '';
    this.hint = envelope.hint ?? '';
    this.data = envelope.data ?? null;
  }

  /** Nobody answered: what became of the request is not known. */
  get unreachable() {
    return this.status === 0;
  }
}

const root = new URL('api/', document.baseURI);

export const get = (path) => request('GET', path);
export const post = (path, body) => request('POST', path, body);
export const put = (path, body) => request('PUT', path, body);
export const remove = (path) => request('DELETE', path);

/** Starts a job and returns it at once, without waiting for its end. */
export const start = (path, body) => request('POST', path, body, { Prefer: 'respond-async' });

/** Signing in itself: a refusal is an answer, not an expired session. */
export async function login(username, password) {
  return dataOf(await send('POST', 'auth/login', { username, password }, {}));
}

/** Whether these credentials are good, and whose they are. */
export async function whoIs(credentials) {
  return dataOf(await send('GET', 'auth/me', undefined, session.headersOf(credentials)));
}

/** The texts of a language. */
export async function words(name) {
  const answer = await fetch(new URL(`web/words/${name}.json`, document.baseURI));
  return answer.json();
}

/** Not whether all is well: a backup that is overdue keeps no server from being started. */
export async function isStarted() {
  try {
    return (await fetch(new URL('health/started', root), { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/** The maintenance contract has answers of its own shape. */
export async function maintain(body) {
  const result = await maintenance('POST', body, { Prefer: 'respond-async' });
  if (!result.success) {
    throw new Fault(500, { message: result.message });
  }
  return result;
}

/** What maintenance did last, and what it would do. */
export const maintenanceState = () => maintenance('GET');

async function maintenance(method, body, headers = {}) {
  const answer = await authorised(method, 'admin/maintenance', body, headers);
  const result = await envelopeOf(answer);
  if (!answer.ok) {
    throw new Fault(answer.status, { message: result.error ?? result.message, hint: result.details ?? '' });
  }
  return result;
}

/**
 * The address at which the browser itself saves a backup to the disk. A link carries no credentials, so it has a ticket. Whether the
 * server takes it is asked for the first byte: a refusal is to be read on the page, not in the browser's list of downloads.
 */
export async function downloadLink(record) {
  const { ticket } = await post(`backup/records/${record}/ticket`);
  const link = `backup/download/${record}?ticket=${ticket}`;
  const answer = await send('GET', link, undefined, { Range: 'bytes=0-0' });
  if (!answer.ok) {
    throw await faultOf(answer);
  }
  await answer.body.cancel();
  return new URL(link, root).href;
}

/** Uploads a form. Progress of uploads is told by XMLHttpRequest alone. */
export function upload(path, fields, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.append(name, value));
    const sending = new XMLHttpRequest();
    sending.open('POST', new URL(path, root));
    Object.entries({ ...session.headers(), 'Accept-Language': language() }).forEach(([name, value]) =>
      sending.setRequestHeader(name, value),
    );
    sending.responseType = 'json';
    sending.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    sending.onload = () => {
      const envelope = sending.response ?? {};
      if (envelope.code === 0) {
        resolve(envelope.data);
      } else {
        reject(new Fault(sending.status, envelope));
      }
    };
    sending.onerror = () => reject(new Fault(0, {}));
    sending.onabort = () => reject(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => sending.abort());
    sending.send(form);
  });
}

/**
 * Server-Sent Events, read from a fetched stream so that the credentials travel in a header. Ends when the server ends it; throws when
 * the connection is lost.
 */
export async function* events(path, signal) {
  const answer = await authorised('GET', path, undefined, { Accept: 'text/event-stream' }, signal);
  if (!answer.ok) {
    throw await faultOf(answer);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (pending + value).split(/\r?\n\r?\n/);
    pending = blocks.pop();
    for (const block of blocks) {
      const data = block
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
      if (data) {
        yield JSON.parse(data);
      }
    }
  }
}

async function request(method, path, body, headers = {}) {
  return dataOf(await authorised(method, path, body, headers));
}

async function authorised(method, path, body, headers, signal) {
  for (;;) {
    const used = session.headers();
    const answer = await send(method, path, body, { ...headers, ...used }, signal);
    if (answer.status !== 401) {
      return answer;
    }
    await session.renewedAfter(used, signal);
  }
}

async function send(method, path, body, headers, signal) {
  const all = { 'Accept-Language': language(), ...headers };
  if (body !== undefined) {
    all['Content-Type'] = 'application/json';
  }
  try {
    return await fetch(new URL(path, root), {
      method,
      headers: all,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal,
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Fault(0, {});
  }
}

async function dataOf(answer) {
  const envelope = await envelopeOf(answer);
  if (envelope.code !== 0) {
    throw new Fault(answer.status, envelope);
  }
  return envelope.data;
}

async function faultOf(answer) {
  return new Fault(answer.status, await envelopeOf(answer));
}

/** A proxy in between may answer with something else. */
async function envelopeOf(answer) {
  try {
    return await answer.json();
  } catch {
    return { code: 1 };
  }
}
