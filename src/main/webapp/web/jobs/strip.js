/** What runs, in one strip with a way to its page. */
import { html } from 'lit';
import { icon } from '../parts.js';
import { t } from '../words.js';
import { stepNumber, stepsOf } from './steps.js';

export function strip(job) {
  const number = stepNumber(job);
  const sentence =
    number === 0 ? t('strip.queued') : t(`strip.${job.kind}`, { n: number, m: stepsOf(job).length });
  return html`<div class="strip" data-running=${job.kind}>
    ${icon('running')}
    <div>
      <p role="status">${sentence}</p>
      <progress max="100" value=${job.percent} aria-label=${t('run.progress')}></progress>
    </div>
    <a class="button" href="runs/${job.id}">${t('strip.open')}</a>
  </div>`;
}
