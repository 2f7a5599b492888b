/** What a comparison has found: what is lost first, and nothing that was not compared is called the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './module.mjs';

const { grouped, partsOf, verdictOf } = await load('compare/found.js');
const table = (name, state) => ({ name, state });
const found = (tables, parts = {}) => ({ schema: 'same', sequences: null, large_objects: null, internal: 'same', tables, ...parts });

test('what may be lost is read first, and the order within stays', () => {
  const { different, counted, same } = grouped([
    table('a', 'added'),
    table('b', 'same'),
    table('c', 'missing'),
    table('d', 'only_counted'),
    table('e', 'more_rows'),
    table('f', 'changed'),
    table('g', 'fewer_rows'),
    table('h', 'missing'),
  ]);
  assert.deepEqual(different.map((one) => one.name), ['c', 'h', 'g', 'f', 'e', 'a']);
  assert.deepEqual(counted.map((one) => one.name), ['d']);
  assert.deepEqual(same.map((one) => one.name), ['b']);
});

test('is good only when all of it was compared and is the same', () => {
  assert.deepEqual(verdictOf(found([table('a', 'same')])), { tone: 'ok', key: 'same' });
  assert.deepEqual(verdictOf(found([table('a', 'only_counted')])), { tone: 'unknown', key: 'counted' });
  assert.deepEqual(verdictOf(found([table('a', 'same')], { schema: 'unknown' })), { tone: 'unknown', key: 'counted' });
});

test('a table that differs says more than a schema that does', () => {
  const parts = { schema: 'changed' };
  assert.equal(verdictOf(found([table('a', 'same')], parts)).key, 'parts');
  assert.equal(verdictOf(found([table('a', 'only_counted'), table('b', 'added')], parts)).key, 'tables');
});

test('what this kind of database does not have is not told of', () => {
  assert.deepEqual(partsOf(found([], { schema: 'unknown' })), [{ name: 'schema', state: 'unknown' }, { name: 'internal', state: 'same' }]);
});
