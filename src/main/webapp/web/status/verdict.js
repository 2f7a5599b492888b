/** How it stands with a database's backups, in one sentence. What is not known is never called good. */

/** A run that has just become due is about to begin. */
const GRACE_SECONDS = 900;

/**
 * @param status the server's
 * @param records newest first
 * @param running the job at work on the database, if there is one
 * @returns a tone, the key of a sentence, the moments that it names, and the words that it has besides
 */
export function verdictOf(status, records, now, running) {
  if (status.damaged?.length > 0) {
    return { tone: 'danger', key: 'damaged', moments: {} };
  }
  const last = records.find((record) => counts(record));
  const good = status.last_success_at;
  if (!good) {
    return last && last.status !== 'completed' ? { tone: 'danger', key: 'failedNone' } : { tone: 'unknown', key: running?.kind === 'backup' ? 'first' : 'never' };
  }
  const drill = status.last_drill;
  if (drill?.refutes) {
    return { tone: 'danger', key: 'differs', moments: { time: drill.ended_at } };
  }
  if (last && last.status !== 'completed') {
    return { tone: 'danger', key: 'failed', moments: { time: good } };
  }
  if (status.strange?.length > 0) {
    return { tone: 'danger', key: 'strange', moments: { time: records.find((record) => status.strange.includes(record.id))?.created_at ?? good } };
  }
  if (last?.degraded) {
    return { tone: 'warning', key: 'degraded', moments: { time: good } };
  }
  if (status.due_at && now - status.due_at > GRACE_SECONDS && !status.is_running) {
    return { tone: 'warning', key: 'overdue', moments: { time: status.due_at, newest: good } };
  }
  const offsite = offsiteOf(status, good);
  if (offsite) {
    return offsite;
  }
  if (drill?.error) {
    const key = drill.error === 'DRILL_IMPOSSIBLE' ? 'unprovable' : 'unproven';
    return { tone: 'warning', key, moments: { time: status.last_verified_at } };
  }
  if (!status.next_run_at) {
    return { tone: 'warning', key: 'off', moments: { time: status.last_verified_at } };
  }
  return { tone: 'ok', key: 'healthy', moments: { time: status.last_verified_at, next: status.next_run_at } };
}

/** What is wrong with the copies beyond this machine: that some are missing for long weighs more than that a place fails just now. */
function offsiteOf({ destinations = [] }, good) {
  const late = destinations.find((one) => one.late);
  if (late) {
    return { tone: 'warning', key: 'notOffsite', moments: { time: late.behind_since }, words: { name: late.name } };
  }
  const failing = destinations.find((one) => one.error);
  return failing && { tone: 'warning', key: 'offsiteFails', moments: { time: good, since: failing.failing_since }, words: { name: failing.name } };
}

/**
 * What is to be said of the last proof that a backup comes back; null when there is no backup that could.
 *
 * @returns the key of a sentence, and when and from which file that was, as far as it is known
 */
export function proofOf(status) {
  if (status.last_proven_at) {
    const key = status.last_proven_from ? 'proven' : 'gone';
    return { key, time: status.last_proven_at, from: status.last_proven_from };
  }
  return status.last_success_at ? { key: 'never' } : null;
}

/** Somebody's own cancellation and the copies made before restores say nothing about the backups. */
const counts = (record) => ['completed', 'failed', 'timeout'].includes(record.status) && record.origin !== 'safety';
