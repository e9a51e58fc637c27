import { ref } from 'vue';

export type Theme = 'system' | 'light' | 'dark';
const stored = 'meida.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(stored);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export const theme = ref<Theme>(remembered());
/** What is on the screen, for what cannot read a style sheet. */
export const isDark = ref(false);

function paint(): void {
  isDark.value = theme.value === 'dark' || (theme.value === 'system' && dark.matches);
  document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
}

export function setTheme(next: Theme): void {
  theme.value = next;
  paint();
  try {
    if (next === 'system') localStorage.removeItem(stored);
    else localStorage.setItem(stored, next);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}

dark.addEventListener('change', paint);
paint();
