/** The console's texts, in the chosen language: `t('overview.title')`, with `{name}` filled from the second argument. */
import { words } from './rest/api.js';

const PLACE = 'safeward.language';
const LANGUAGES = { en: 'en', zh: 'zh-CN' };

export const changes = new EventTarget();
export const languages = Object.keys(LANGUAGES);

let chosen = localStorage.getItem(PLACE) ?? preferred();
let texts = {};

function preferred() {
  const found = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in LANGUAGES);
  return found ?? 'zh';
}

/** As a tag for the server, the page and the browser's own formats. */
export const language = () => LANGUAGES[chosen];
export const isChosen = (name) => name === chosen;

export async function load() {
  texts = await words(chosen);
  document.documentElement.lang = language();
}

export async function choose(name) {
  chosen = name;
  localStorage.setItem(PLACE, name);
  await load();
  changes.dispatchEvent(new Event('change'));
}

/** A key without a text shows itself: a test compares the key sets, and the pages with them. */
export function t(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const has = (key) => key in texts;
