import { expect, it } from 'vitest';
import { everyDay } from '../src/admin/lib/every-day';

const day = (date: string, total: number) => ({ date, total, completed: 0, canceled: 0, medianHours: null });

it('puts the days without tickets between those that have some, over the end of a month', () => {
  expect(everyDay([day('2026-11-29', 2), day('2026-12-02', 1)]).map(({ date, total }) => `${date} ${total}`))
    .toEqual(['2026-11-29 2', '2026-11-30 0', '2026-12-01 0', '2026-12-02 1']);
});

it('has no day when there is none', () => expect(everyDay([])).toEqual([]));
