/** The steps of each kind of job, in their order, as the server names them. */
const STEPS = {
  backup: ['dump', 'verify', 'publish', 'copy', 'expire'],
  restore: ['check', 'stage', 'inspect', 'quiesce', 'safety', 'swap'],
  undo: ['exchange'],
};

/** A kind that a later server has added is shown with the step that it is in. */
export const stepsOf = (job) => STEPS[job.kind] ?? [job.step];

/** From 1; 0 while it has not begun. */
export const stepNumber = (job) => stepsOf(job).indexOf(job.step) + 1;
