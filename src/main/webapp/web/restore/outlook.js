/** What a restore of some tables meets beside them: who refers to them, which triggers do not run, which sequences go on. */
import { html, nothing } from 'lit';
import { notice } from '../parts.js';
import { t } from '../words.js';

/** @param tables that are restored */
export function outlook(preview, tables) {
  const said = [
    ...preview.links.map((link) => linked(link, tables)),
    ...preview.silenced.map((what) => t('parts.silenced', { what })),
    ...preview.sequences.map((sequence) => t('parts.sequence', { sequence })),
  ];
  return said.length === 0
    ? nothing
    : notice('unknown', t('parts.concerned'), html`<ul class="plain" data-outlook>${said.map((sentence) => html`<li>${sentence}</li>`)}</ul>`);
}

function linked({ from, to }, tables) {
  return tables.includes(to) ? t('parts.referring', { from, to }) : t('parts.referred', { from, to });
}
