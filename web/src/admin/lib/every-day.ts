import type { Stats } from '../../shared/api/types';
import { addDays } from '../../shared/dates';

type DayCount = Stats['byDay'][number];

/** The server names the days that have tickets; without those between, two bars side by side could be a month apart. */
export function everyDay(days: readonly DayCount[]): DayCount[] {
  const known = new Map(days.map(day => [day.date, day]));
  const dates = [...known.keys()].sort();
  const all: DayCount[] = [];
  for (let date = dates[0] ?? ''; date && date <= dates.at(-1)!; date = addDays(date, 1))
    all.push(known.get(date) ?? { date, total: 0, completed: 0, canceled: 0, medianHours: null });
  return all;
}
