/** The functions that loading a backup runs with rights beyond the database: the restore begins once somebody says to have looked at them. */
import { html, nothing } from 'lit';
import { notice } from '../parts.js';
import { t } from '../words.js';

/** @param see is told whether they were looked at */
export function loadedFunctions(preview, seen, see) {
  return preview.functions_seen === null
    ? nothing
    : notice(
        'warning',
        preview.functions === null ? t('functions.unknown') : t('functions.run', { count: preview.functions.length }),
        html`${preview.functions === null ? nothing : list(preview.functions)}
          <label class="check"
            ><input type="checkbox" name="functions_seen" .checked=${seen} @change=${(event) => see(event.target.checked)} /><span
              >${t('functions.seen')}</span
            ></label
          >`,
      );
}

const list = (functions) =>
  html`<ul class="plain" data-functions>
    ${functions.map((name) => html`<li><code>${name}</code></li>`)}
  </ul>`;
