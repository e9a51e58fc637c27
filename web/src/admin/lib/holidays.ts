import type { Holiday } from '../../shared/api/types';
import { isDay } from '../../shared/dates';

const works = /^(班|上班|调休|work|working)$/i;

/** One a line: date, name, and a word where people work although it is a weekend. The number of the first line that is none. */
export function readHolidays(text: string): Holiday[] | number {
  const found: Holiday[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim().split(/[\s,，]+/).filter(Boolean);
    if (words.length === 0) continue;
    const [date = '', ...rest] = words;
    const working = rest.length > 1 && works.test(rest.at(-1)!);
    const name = (working ? rest.slice(0, -1) : rest).join(' ');
    if (!isDay(date) || name === '') return index + 1;
    found.push({ date, name, working });
  }
  return found;
}

export const writeHolidays = (holidays: readonly Holiday[], word: string): string =>
  [...holidays].sort((a, b) => a.date.localeCompare(b.date)).map(one => [one.date, one.name, ...(one.working ? [word] : [])].join(' ')).join('\n');
