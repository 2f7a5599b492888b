/**
 * Addresses and their screens. A screen's module is fetched when it is first shown; `queried`: the parts of the query that name what it shows, the
 * others being its filters and choices.
 */
const base = new URL(document.baseURI).pathname;

const routes = [
  { path: /^$/, tag: 'safeward-overview', place: 'overview', module: './status/overview.js' },
  { path: /^backups$/, tag: 'safeward-backups', place: 'backups', module: './backup/backups.js' },
  { path: /^backups\/(?<id>\d+)$/, tag: 'safeward-backup', place: 'backups', module: './backup/backup.js' },
  { path: /^restore$/, tag: 'safeward-restore', place: 'backups', module: './restore/restore.js', queried: ['record', 'upload'] },
  { path: /^compare$/, tag: 'safeward-compare', place: 'backups', module: './compare/compare.js', queried: ['left'] },
  { path: /^runs\/(?<id>\d+)$/, tag: 'safeward-run', place: 'activity', module: './jobs/run.js' },
  { path: /^schedule$/, tag: 'safeward-schedule', place: 'schedule', module: './schedule/schedule.js' },
  { path: /^activity$/, tag: 'safeward-activity', place: 'activity', module: './jobs/activity.js' },
  { path: /^destinations$/, tag: 'safeward-destinations', place: 'settings', module: './destinations/destinations.js' },
  { path: /^destinations\/(?<name>[a-z][a-z0-9_]*)$/, tag: 'safeward-lying', place: 'settings', module: './destinations/lying.js' },
  { path: /^recovery$/, tag: 'safeward-recovery-sheet', place: 'settings', module: './recovery/sheet.js' },
  { path: /^takeover$/, tag: 'safeward-takeover', place: 'overview', module: './takeover/takeover.js' },
  { path: /^settings$/, tag: 'safeward-settings', place: 'settings', module: './settings/settings.js' },
];

export const changes = new EventTarget();

export function current() {
  const path = location.pathname.slice(base.length).replace(/\/$/, '');
  const route = routes.find((candidate) => candidate.path.test(path)) ?? routes[0];
  const query = new URLSearchParams(location.search);
  const subject = [path, ...(route.queried ?? []).map((name) => query.get(name))].join(' ');
  return { ...route, subject, ids: route.path.exec(path)?.groups ?? {}, query };
}

/** Goes to an address relative to the context root. */
export function go(address, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', new URL(address, document.baseURI));
  changes.dispatchEvent(new CustomEvent('change', { detail: { moved: !replace } }));
}

/** Writes filters and choices into the address, several of a name as an array, so that it can be shared and reloaded. */
export function setQuery(values) {
  const query = new URLSearchParams(location.search);
  Object.entries(values).forEach(([name, value]) => {
    query.delete(name);
    [value].flat().filter(Boolean).forEach((one) => query.append(name, one));
  });
  const text = query.toString();
  go(location.pathname + (text ? `?${text}` : ''), { replace: true });
}

export function start() {
  addEventListener('popstate', () => changes.dispatchEvent(new CustomEvent('change', { detail: { moved: true } })));
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const ours = link && !link.target && !link.download && link.origin === location.origin;
    if (!plain || event.defaultPrevented || !ours || link.getAttribute('href').startsWith('#')) {
      return;
    }
    event.preventDefault();
    go(link.href);
  });
}
