/** What is read before somebody decides on a restore: what it would do, where it comes from, and what it failed of before. */
import * as api from '../rest/api.js';
import { failedBefore } from './objects.js';

/** What the address asks for, as the server is asked for it. */
export function askedOf(query) {
  const record = query.get('record');
  const asked = new URLSearchParams(record ? { record_id: record } : { upload_id: query.get('upload') });
  ['database', 'target', 'into'].filter((name) => query.get(name)).forEach((name) => asked.set(name, query.get(name)));
  query.getAll('tables').forEach((table) => asked.append('tables', table));
  return asked;
}

/**
 * @param known what was read before: what the backup holds as a whole is not asked for with each choice of tables
 * @returns `all`, its tables whichever were chosen, and `asked`, to tell an answer from that to an earlier choice
 */
export async function readPlan(query, known) {
  const asked = askedOf(query);
  const whole = new URLSearchParams(asked);
  ['tables', 'into'].forEach((name) => whole.delete(name));
  const record = query.get('record');
  const [preview, source, all] = await Promise.all([
    api.get(`backup/restore/preview?${asked}`),
    api.get(record ? `backup/records/${encodeURIComponent(record)}` : `backup/uploads/${encodeURIComponent(query.get('upload'))}`),
    asked.has('tables') ? tablesOf(whole, known) : null,
  ]);
  const good = await api.get(`backup/list?status=completed&page_size=10&database=${encodeURIComponent(source.database)}`);
  return {
    preview,
    source,
    all: all ?? preview.tables,
    asked: String(asked),
    whole: String(whole),
    failed: await failedBefore(preview.database, record ? Number(record) : null),
    other: good.list.find((one) => one.id !== source.id && one.verified_at && !one.degraded && !one.copies.some((copy) => copy.damaged_at)),
  };
}

async function tablesOf(whole, known) {
  return known?.whole === String(whole) ? known.all : (await api.get(`backup/restore/preview?${whole}`)).tables;
}
