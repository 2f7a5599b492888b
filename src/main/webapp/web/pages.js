/** Going through a long list page by page: which page stands in the address. */
import { html, nothing } from 'lit';
import * as format from './formats.js';
import * as router from './router.js';
import { t } from './words.js';

export const PAGE_SIZE = 50;

export const pageOf = (route) => Number(route.query.get('page')) || 1;

/** @param key of the sentence on how many there are; with `.page`, of the one that also says where one is */
export function pages(route, total, key) {
  const page = pageOf(route);
  const last = Math.ceil(total / PAGE_SIZE);
  const go = (to) => () => {
    router.setQuery({ page: to === 1 ? '' : String(to) });
    scrollTo(0, 0);
  };
  const values = { total: format.number(total), page, pages: last };
  return html`<div class="pages">
    <p role="status">${last > 1 ? t(`${key}.page`, values) : t(key, values)}</p>
    ${last > 1
      ? html`<button type="button" ?disabled=${page <= 1} @click=${go(page - 1)}>${t('backups.newer')}</button
          ><button type="button" ?disabled=${page >= last} @click=${go(page + 1)}>${t('backups.older')}</button>`
      : nothing}
  </div>`;
}
