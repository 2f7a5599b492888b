/** What a backup or restore warns of, and the objects that a restore could not make and may go on without. */
import { html, nothing } from 'lit';
import { notice } from '../parts.js';
import * as api from '../rest/api.js';
import { t } from '../words.js';

const RUNS_LOOKED_AT = 10;

/** Nothing for none. */
export function warningNotice(warnings, title) {
  return warnings.length === 0 ? nothing : notice('warning', title, list(warnings));
}

function list(warnings) {
  return html`<ul class="plain" data-warnings>
    ${warnings.map((one) => html`<li>${one.message}<br /><span class="small">${one.hint}</span></li>`)}
  </ul>`;
}

export const failedOf = (job) => (job.error === 'OBJECTS_FAIL' ? job.warnings.filter((one) => one.code === 'OBJECT_FAILS') : []);

/** What the last restore of the same source failed of; an uploaded file is known only as such. */
export async function failedBefore(database, record) {
  const query = new URLSearchParams({ database, kind: 'restore', page_size: RUNS_LOOKED_AT });
  const runs = await api.get(`backup/jobs?${query}`);
  const last = runs.list.find((job) => job.record_id === record);
  return last ? failedOf(last) : [];
}

/** Never chosen beforehand: whoever goes on has read what will be missing. */
export function leavingOut(failed, chosen, choose) {
  return failed.length === 0
    ? nothing
    : notice(
        'warning',
        t('objects.failed', { count: failed.length }),
        html`${list(failed)}
          <label class="check"
            ><input type="checkbox" name="skip" .checked=${chosen} @change=${(event) => choose(event.target.checked)} /><span
              >${t('objects.skip', { count: failed.length })}</span
            ></label
          >`,
      );
}
