/** Between what people choose and the cron expression that means it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { fromCron, HOURS, KINDS, toCron } = await load('schedule/frequency.js');
const custom = { kind: 'custom', every: 6, hour: 3, minute: 0, weekdays: [1], day: 1 };

const KNOWN = [
  ['15 * * * *', { kind: 'hourly', every: 1, minute: 15 }],
  ['0 */6 * * *', { kind: 'hourly', every: 6 }],
  ['30 4 * * *', { kind: 'daily', hour: 4, minute: 30 }],
  ['0 0 * * *', { kind: 'daily', hour: 0 }],
  ['59 23 * * 0', { kind: 'weekly', hour: 23, minute: 59, weekdays: [0] }],
  ['0 3 * * 1,3,5', { kind: 'weekly', weekdays: [1, 3, 5] }],
  ['5 2 31 * *', { kind: 'monthly', hour: 2, minute: 5, day: 31 }],
];

for (const [cron, choice] of KNOWN) {
  test(`${cron} is a choice, and comes back as it was`, () => {
    assert.deepEqual(fromCron(cron), { ...custom, ...choice });
    assert.equal(toCron(fromCron(cron)), cron);
  });
}

test('every step of hours that is offered comes back', () => {
  for (const every of HOURS) {
    assert.deepEqual(fromCron(toCron({ ...custom, kind: 'hourly', every })), { ...custom, kind: 'hourly', every });
  }
});

test('what fits no choice stays what it is', () => {
  for (const cron of [
    '',
    'rubbish',
    '0 3 * *',
    '0 3 * * * *',
    '*/5 * * * *',
    '0,30 3 * * *',
    '0 3 1 1 *',
    '0 3 * * 1-5',
    '0 3 * * MON',
    '@daily',
    '0 */5 * * *',
    '0 */6 1 * *',
    '0 * * * 1',
    '0 3 1 * 1',
  ]) {
    assert.equal(fromCron(cron).kind, 'custom', cron);
  }
});

test('blanks around it are no matter, and seven is Sunday', () => {
  assert.equal(fromCron('  0 3 * * * ').kind, 'daily');
  assert.deepEqual(fromCron('0 3 * * 7').weekdays, [0]);
});

test('weekdays are written in their order, and the choice stays as it was', () => {
  const choice = { ...custom, kind: 'weekly', weekdays: [5, 1, 3] };
  assert.equal(toCron(choice), '0 3 * * 1,3,5');
  assert.deepEqual(choice.weekdays, [5, 1, 3]);
});

test('no weekday says nothing yet, and nor does one of their own', () => {
  assert.equal(toCron({ ...custom, kind: 'weekly', weekdays: [] }), null);
  assert.equal(toCron(custom), null);
  assert.deepEqual(KINDS, ['hourly', 'daily', 'weekly', 'monthly', 'custom']);
});
