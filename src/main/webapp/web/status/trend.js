/** How the size of the backups has gone. */
import { html, svg } from 'lit';
import * as format from '../formats.js';
import { t } from '../words.js';

const WIDTH = 320;
const HEIGHT = 96;
const MARGIN = 6;
const MOST_POINTS = 60;

export function trend(records) {
  const sized = records
    .filter((record) => record.status === 'completed' && !record.degraded)
    .slice(0, MOST_POINTS)
    .reverse();
  return html`<section class="card">
    <h2>${t('trend.title')}</h2>
    ${sized.length < 2 ? html`<p>${t('trend.tooFew')}</p>` : chart(sized)}
  </section>`;
}

function chart(records) {
  const sizes = records.map((record) => record.file_size);
  const most = Math.max(...sizes);
  const [first, last] = [records[0], records.at(-1)];
  const text = t('trend.text', {
    from: format.size(first.file_size),
    since: format.date(first.created_at),
    to: format.size(last.file_size),
  });
  const points = sizes.map((size, index) => {
    const x = MARGIN + (index * (WIDTH - 2 * MARGIN)) / (sizes.length - 1);
    const y = HEIGHT - MARGIN - (most === 0 ? 0 : (size / most) * (HEIGHT - 2 * MARGIN));
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const end = points.at(-1).split(',');
  return html`<p class="figure">${format.size(last.file_size)}</p>
    <svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${text}>
      ${svg`<polyline points=${points.join(' ')} /><circle cx=${end[0]} cy=${end[1]} r="4" />`}
    </svg>
    <p class="small">${text}</p>`;
}
