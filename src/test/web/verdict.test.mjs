/** How it stands with a database's backups: never better than what is known. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { proofOf, verdictOf } = await load('status/verdict.js');
const NOW = 1_800_000_000;
const HOUR = 3600;
const good = { status: 'completed', origin: 'schedule', degraded: false };
const failed = { ...good, status: 'failed' };
const status = { last_success_at: NOW - HOUR, last_verified_at: NOW - HOUR, next_run_at: NOW + HOUR, due_at: null, is_running: false };

const verdict = (change = {}, records = [good], running = null) => verdictOf({ ...status, ...change }, records, NOW, running);

test('is good when the last backup is whole and the next one is planned', () => {
  assert.deepEqual(verdict(), { tone: 'ok', key: 'healthy', moments: { time: NOW - HOUR, next: NOW + HOUR } });
});

test('is not known before the first backup', () => {
  const nothing = { last_success_at: null };
  assert.deepEqual(verdict(nothing, []), { tone: 'unknown', key: 'never' });
  assert.deepEqual(verdict(nothing, [], { kind: 'backup' }), { tone: 'unknown', key: 'first' });
  assert.deepEqual(verdict(nothing, [], { kind: 'restore' }), { tone: 'unknown', key: 'never' });
  assert.deepEqual(verdict(nothing, [failed]), { tone: 'danger', key: 'failedNone' });
});

test('is bad after a failure, however good the one before', () => {
  for (const ended of ['failed', 'timeout']) {
    assert.deepEqual(verdict({}, [{ ...good, status: ended }, good]), { tone: 'danger', key: 'failed', moments: { time: NOW - HOUR } });
  }
});

test('is good again when one has come since', () => {
  assert.equal(verdict({}, [good, failed]).key, 'healthy');
});

test("says nothing of somebody's own cancellation, of what still runs, and of the copies made before restores", () => {
  const others = [{ ...good, status: 'cancelled' }, { ...good, status: 'running' }, { ...good, status: 'pending' }, { ...failed, origin: 'safety' }];
  assert.equal(verdict({}, [...others, good]).key, 'healthy');
  assert.equal(verdict({}, [...others, failed]).key, 'failed');
  assert.equal(verdict({}, others).key, 'healthy');
});

test('tells of a strange backup until somebody has acknowledged it', () => {
  const records = [good, { ...good, id: 7, created_at: NOW - 2 * HOUR }];
  assert.deepEqual(verdict({ strange: [7] }, records), { tone: 'danger', key: 'strange', moments: { time: NOW - 2 * HOUR } });
  assert.deepEqual(verdict({ strange: [3] }, records).moments, { time: NOW - HOUR });
  assert.equal(verdict({ strange: [] }, records).key, 'healthy');
});

test('warns of a backup that is less than a whole one', () => {
  assert.deepEqual(verdict({}, [{ ...good, degraded: true }]), { tone: 'warning', key: 'degraded', moments: { time: NOW - HOUR } });
});

test('says when a place beyond this machine fails, and first that backups are missing there', () => {
  const fine = { name: 'nas', error: null, failing_since: null, behind_since: NOW - 60, late: false };
  const fails = { name: 'offsite', error: 'DESTINATION_CLOCK', failing_since: NOW - 300, behind_since: null, late: false };
  const late = { name: 'vault', error: 'DESTINATION_FULL', failing_since: NOW - 9 * HOUR, behind_since: NOW - 30 * HOUR, late: true };
  assert.equal(verdict({ destinations: [fine] }).key, 'healthy', 'on its way');
  assert.deepEqual(verdict({ destinations: [fine, fails] }), {
    tone: 'warning',
    key: 'offsiteFails',
    moments: { time: NOW - HOUR, since: NOW - 300 },
    words: { name: 'offsite' },
  });
  assert.deepEqual(verdict({ destinations: [fails, late], next_run_at: null }), {
    tone: 'warning',
    key: 'notOffsite',
    moments: { time: NOW - 30 * HOUR },
    words: { name: 'vault' },
  });
  assert.equal(verdict({ destinations: [late] }, [failed, good]).key, 'failed', 'what fails here comes first');
});

test('warns of one that is overdue, after a while and only if it does not run', () => {
  assert.equal(verdict({ due_at: NOW - 900 }).key, 'healthy');
  const due = NOW - 901;
  assert.deepEqual(verdict({ due_at: due }), { tone: 'warning', key: 'overdue', moments: { time: due, newest: NOW - HOUR } });
  assert.equal(verdict({ due_at: due, is_running: true }).key, 'healthy');
});

test('warns when no next one is planned', () => {
  assert.deepEqual(verdict({ next_run_at: null }), { tone: 'warning', key: 'off', moments: { time: NOW - HOUR } });
});

test('tells of damage that could not be healed before anything else', () => {
  assert.deepEqual(verdict({ damaged: [7], strange: [7] }, [failed]), { tone: 'danger', key: 'damaged', moments: {} });
  assert.equal(verdict({ damaged: [] }).key, 'healthy');
});

test('the worst is what counts', () => {
  const worst = { due_at: NOW - HOUR, next_run_at: null };
  assert.equal(verdict(worst, [failed]).key, 'failed');
  assert.equal(verdict({ ...worst, strange: [1] }, [{ ...good, degraded: true }]).key, 'strange');
  assert.equal(verdict(worst, [{ ...good, degraded: true }]).key, 'degraded');
  assert.equal(verdict(worst).key, 'overdue');
});

test('is bad when a drill has found that a backup is not what was backed up, whatever else', () => {
  const differs = { last_drill: { state: 'failed', error: 'DRILL_DIFFERS', refutes: true, ended_at: NOW - 60 } };
  for (const records of [[good], [failed, good], [{ ...good, degraded: true }]]) {
    assert.deepEqual(verdict(differs, records), { tone: 'danger', key: 'differs', moments: { time: NOW - 60 } });
  }
});

test('warns when the last drill proved nothing, or nothing can be proven here', () => {
  const failing = (error) => ({ last_drill: { state: 'failed', error, ended_at: NOW - 60 } });
  assert.deepEqual(verdict(failing('OBJECTS_FAIL')), { tone: 'warning', key: 'unproven', moments: { time: NOW - HOUR } });
  assert.deepEqual(verdict(failing('DRILL_IMPOSSIBLE')), { tone: 'warning', key: 'unprovable', moments: { time: NOW - HOUR } });
  assert.equal(verdict({ ...failing('OBJECTS_FAIL'), due_at: NOW - HOUR }).key, 'overdue');
  assert.equal(verdict(failing('OBJECTS_FAIL'), [failed]).key, 'failed');
  assert.equal(verdict({ last_drill: { state: 'completed', error: null, ended_at: NOW } }).key, 'healthy');
});

test('says when a backup was last proven to come back and from where, as far as that is known', () => {
  const proven = { ...status, last_proven_at: NOW - HOUR, last_proven_from: '/second/one.zip' };
  assert.deepEqual(proofOf(proven), { key: 'proven', time: NOW - HOUR, from: '/second/one.zip' });
  assert.deepEqual(proofOf({ ...proven, last_proven_from: null }), { key: 'gone', time: NOW - HOUR, from: null });
  assert.deepEqual(proofOf({ ...status, last_proven_at: null }), { key: 'never' });
  assert.equal(proofOf({ last_success_at: null, last_proven_at: null }), null);
});
