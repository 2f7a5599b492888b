/**
 * Who is signed in, for this tab: a token of a user, or an API key, in the tab's own storage. Expired credentials are kept until others
 * take their place, so that the page can stay as it is beneath the sign-in.
 */
const PLACE = 'safeward.session';
const RANKS = ['VIEWER', 'OPERATOR', 'ADMIN'];

export const changes = new EventTarget();

let current = JSON.parse(sessionStorage.getItem(PLACE));
let expired = false;
let waiting = [];

export const isSignedIn = () => current !== null && !expired;
export const hasExpired = () => expired;
export const name = () => current?.name ?? '';
export const role = () => current?.role ?? '';
export const isUser = () => Boolean(current?.token);
export const expiresAt = () => current?.expires_at ?? null;
export const headers = () => (current ? headersOf(current) : {});

/** Each role may do what the ones before it may. */
export const may = (wanted) => RANKS.indexOf(role()) >= RANKS.indexOf(wanted);

export function headersOf(credentials) {
  return credentials.token ? { Authorization: `Bearer ${credentials.token}` } : { 'X-API-Key': credentials.key };
}

export function begin(credentials) {
  current = credentials;
  expired = false;
  sessionStorage.setItem(PLACE, JSON.stringify(credentials));
  tell();
}

export function end() {
  current = null;
  expired = false;
  sessionStorage.removeItem(PLACE);
  tell();
}

/** Waits until somebody has signed in with other credentials than those that were refused. */
export function renewedAfter(refused, signal) {
  const same = JSON.stringify(refused) === JSON.stringify(headers());
  if (!same && isSignedIn()) {
    return Promise.resolve();
  }
  if (!expired) {
    expired = current !== null;
    changes.dispatchEvent(new Event('change'));
  }
  return new Promise((resolve, reject) => {
    waiting.push(resolve);
    signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
  });
}

function tell() {
  changes.dispatchEvent(new Event('change'));
  if (isSignedIn()) {
    waiting.forEach((resolve) => resolve());
    waiting = [];
  }
}
