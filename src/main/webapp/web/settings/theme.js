/** Light, dark, or as the system has it. */
const PLACE = 'safeward.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export const themes = ['system', 'light', 'dark'];
export const chosen = () => localStorage.getItem(PLACE) ?? 'system';

export function choose(theme) {
  localStorage.setItem(PLACE, theme);
  apply();
}

export function apply() {
  const theme = chosen() === 'system' ? (dark.matches ? 'dark' : 'light') : chosen();
  document.documentElement.dataset.theme = theme;
}

dark.addEventListener('change', apply);
