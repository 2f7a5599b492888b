/** The steps of each kind of job, in their order, as the server names them. */
const STEPS = {
  backup: ['dump', 'verify', 'publish', 'copy', 'expire', 'schema'],
  restore: ['check', 'stage', 'inspect', 'quiesce', 'safety', 'swap'],
  undo: ['exchange'],
  drill: ['read', 'rehearse', 'prove'],
  compare: ['scan'],
  copy: ['upload', 'readback', 'manifest'],
};
/** Beside what is there nothing is paused and nothing has to be saved: the server passes these at once. */
const ONLY_WHEN_REPLACING = ['quiesce', 'safety'];

/** Those that only read, beside all others: they keep nobody from anything, are not what is at work on their database, and have a stop of their own. */
const ASIDE = { drill: 'backup/drills/cancel', compare: 'backup/compare/cancel', copy: 'backup/copies/cancel' };

export const standsAside = (job) => job.kind in ASIDE;

export const stopOf = (job) => ASIDE[job.kind] ?? 'backup/cancel';

/** Of copies there is one at a time for each destination, of all others for each database. */
export const stopped = (job) => (job.kind === 'copy' ? { destination: job.target } : { database: job.database });

/** Whether what it makes is new, and nothing is replaced. */
const isBeside = (job) => job.kind !== 'copy' && Boolean(job.target || job.into);

/** Whose words the steps have. */
export function wayOf(job) {
  if (job.target && job.kind !== 'copy') {
    return 'target';
  }
  if (job.tables) {
    return job.into ? 'beside' : 'tables';
  }
  return job.kind;
}

/** A kind that a later server has added is shown with the step that it is in. */
export function stepsOf(job) {
  const steps = STEPS[job.kind] ?? [job.step];
  return isBeside(job) ? steps.filter((step) => !ONLY_WHEN_REPLACING.includes(step)) : steps;
}

/** From 1; 0 while it has not begun. */
export function stepNumber(job) {
  const passing = isBeside(job) && ONLY_WHEN_REPLACING.includes(job.step);
  return stepsOf(job).indexOf(passing ? 'swap' : job.step) + 1;
}
