import { ref } from 'vue';

export type Lang = 'zh-CN' | 'en';
export type Table = Record<string, Record<Lang, string>>;
export type Values = Record<string, string | number>;

const stored = 'meida.lang';

export function choose(search: string, saved: string | null, preferred: readonly string[]): Lang {
  const asked = new URLSearchParams(search).get('lang') ?? saved;
  if (asked) return asked.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
  const first = preferred.find(l => /^(zh|en)\b/i.test(l));
  return first?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

function remembered(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    return null;
  }
}

export const lang = ref<Lang>(choose(location.search, remembered(), navigator.languages));

export function setLang(next: Lang): void {
  lang.value = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(stored, next);
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}

/** Fills `{name}`, and `{n:one|many}` by the number, so that English says "1 ticket". */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : `${value} ${Number(value) === 1 ? one : many}`;
  });
}

export type Translate<T extends Table> = (key: keyof T, values?: Values) => string;

export function translator<T extends Table>(table: T): Translate<T> {
  return (key, values) => fill(table[key]?.[lang.value] ?? String(key), values);
}
