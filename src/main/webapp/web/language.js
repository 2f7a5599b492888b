/** The language that was chosen in this browser, or that it prefers. Knows nothing of texts: whoever asks the server says it. */
const PLACE = 'safeward.language';
const LANGUAGES = { en: 'en', zh: 'zh-CN' };

export const languages = Object.keys(LANGUAGES);

let chosen = localStorage.getItem(PLACE) ?? preferred();

function preferred() {
  const found = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in LANGUAGES);
  return found ?? 'zh';
}

/** As the console's files of texts are named. */
export const name = () => chosen;

/** As a tag for the server, the page and the browser's own formats. */
export const language = () => LANGUAGES[chosen];
export const isChosen = (other) => other === chosen;

export function keep(other) {
  chosen = other;
  localStorage.setItem(PLACE, other);
}
