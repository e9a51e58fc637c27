import { expect, it } from 'vitest';
import { readHolidays, writeHolidays } from '../src/admin/lib/holidays';

const days = [{ date: '2027-02-06', name: '春节', working: false }, { date: '2027-02-20', name: '春节', working: true }];

it('are read one a line, working weekends among them', () => {
  expect(readHolidays('2027-02-06 春节\n\n2027-02-20，春节，班\n')).toEqual(days);
  expect(readHolidays('2027-02-20 Spring Festival work')).toEqual([{ date: '2027-02-20', name: 'Spring Festival', working: true }]);
});

it('name the first line that is none', () => {
  expect(readHolidays('2027-02-06 春节\n2027-02-30 春节')).toBe(2);
  expect(readHolidays('2027-02-06')).toBe(1);
});

it('survive being written and read', () => expect(readHolidays(writeHolidays(days, '班'))).toEqual(days));
