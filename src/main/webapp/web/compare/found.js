/** What a comparison has found, in the order in which it is read: first what may be lost. */
const ORDER = ['missing', 'fewer_rows', 'changed', 'more_rows', 'added'];
const PARTS = ['schema', 'sequences', 'large_objects', 'internal'];

/** @returns the tables that differ, those whose rows could only be counted, and those that are the same */
export function grouped(tables) {
  return {
    different: ORDER.flatMap((state) => tables.filter((table) => table.state === state)),
    counted: tables.filter((table) => table.state === 'only_counted'),
    same: tables.filter((table) => table.state === 'same'),
  };
}

/** What there is beside tables, as far as this kind of database has it. */
export const partsOf = (found) => PARTS.filter((name) => found[name] !== null).map((name) => ({ name, state: found[name] }));

/**
 * All of it in one sentence. What was not compared is never called the same.
 *
 * @returns a tone, and the key of a sentence
 */
export function verdictOf(found) {
  const { different, counted } = grouped(found.tables);
  const states = partsOf(found).map((part) => part.state);
  if (different.length > 0) {
    return { tone: 'warning', key: 'tables' };
  }
  if (states.includes('changed')) {
    return { tone: 'warning', key: 'parts' };
  }
  return counted.length > 0 || states.includes('unknown') ? { tone: 'unknown', key: 'counted' } : { tone: 'ok', key: 'same' };
}
