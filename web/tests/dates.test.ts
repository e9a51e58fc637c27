import { describe, expect, it } from 'vitest';
import { addDays, dayOf, formatDay, formatInstant, humanDay, humanInstant, isDay, today, windowEnd, windowOf } from '../src/shared/dates';

describe('dates are those of Shanghai', () => {
  it('names the new day from midnight in Shanghai, when it is still yesterday in UTC', () => {
    expect(today(new Date('2026-11-22T15:59:59Z'))).toBe('2026-11-22');
    expect(today(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
    expect(dayOf('2026-12-31T20:00:00Z')).toBe('2027-01-01');
  });

  it('writes instants in 24 hours of Shanghai', () => {
    expect(formatInstant('2026-11-23T16:05:00Z')).toBe('2026-11-24 00:05');
    expect(formatInstant('rubbish')).toBe('rubbish');
  });

  it('names the weekday in both languages', () => {
    expect(formatDay('2026-11-23', 'zh-CN')).toBe('2026-11-23 周一');
    expect(formatDay('2026-11-23', 'en')).toBe('2026-11-23 Mon');
  });

  it('counts days over months and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('knows a day from what looks like one', () => {
    expect(isDay('2026-02-28')).toBe(true);
    expect(isDay('2026-02-30')).toBe(false);
    expect(isDay('2026-2-3')).toBe(false);
    expect(isDay('')).toBe(false);
  });

  it('shows an appointment as its two-hour window', () => {
    expect(windowOf('09:30')).toBe('09:30–11:30');
    expect(new Date(windowEnd('2026-11-23', '17:30')).toISOString()).toBe('2026-11-23T11:30:00.000Z');
  });

  it('says days as people do, from midnight in Shanghai', () => {
    const now = new Date('2026-11-22T16:00:00Z');
    expect(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2027-01-04'].map(date => humanDay(date, 'zh-CN', now))).toEqual(['昨天', '今天', '明天', '11-25 周三', '2027-01-04 周一']);
    expect(humanDay('2026-11-24', 'en', now)).toBe('Tomorrow');
    expect(humanInstant('2026-11-22T16:05:00Z', 'zh-CN', now)).toBe('00:05');
    expect(humanInstant('2026-11-22T15:05:00Z', 'zh-CN', now)).toBe('昨天 23:05');
    expect(humanInstant('2026-01-05T04:00:00Z', 'en', now)).toBe('01-05 12:00');
  });
});
