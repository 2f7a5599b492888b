/** The console's texts, in the chosen language: `t('overview.title')`, with `{name}` filled from the second argument. */
import { keep, language, name } from './language.js';
import { words } from './rest/api.js';

export { isChosen, language, languages } from './language.js';

export const changes = new EventTarget();

let texts = {};

export async function load() {
  texts = await words(name());
  document.documentElement.lang = language();
}

export async function choose(other) {
  keep(other);
  await load();
  changes.dispatchEvent(new Event('change'));
}

/** A key without a text shows itself: a test compares the key sets, and the pages with them. */
export function t(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, word) => values[word] ?? whole);
}

export const has = (key) => key in texts;
