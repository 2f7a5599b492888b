/** How it stands with a database's backups, in one sentence. What is not known is never called good. */

/** A run that has just become due is about to begin. */
const GRACE_SECONDS = 900;

/**
 * @param status the server's
 * @param records newest first
 * @param running the job at work on the database, if there is one
 * @returns a tone, the key of a sentence and the moments that it names
 */
export function verdictOf(status, records, now, running) {
  const last = records.find((record) => counts(record));
  const good = status.last_success_at;
  if (!good) {
    return last && last.status !== 'completed' ? { tone: 'danger', key: 'failedNone' } : { tone: 'unknown', key: running?.kind === 'backup' ? 'first' : 'never' };
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
  if (!status.next_run_at) {
    return { tone: 'warning', key: 'off', moments: { time: status.last_verified_at } };
  }
  return { tone: 'ok', key: 'healthy', moments: { time: status.last_verified_at, next: status.next_run_at } };
}

/** Somebody's own cancellation and the copies made before restores say nothing about the backups. */
const counts = (record) => ['completed', 'failed', 'timeout'].includes(record.status) && record.origin !== 'safety';
