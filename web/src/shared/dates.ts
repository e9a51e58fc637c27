import type { Lang } from './i18n';

export const zone = 'Asia/Shanghai';

const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const weekdays: Record<Lang, string[]> = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};

/** The calendar day in the service centers' zone; `toISOString` names the day before until 8 in the morning. */
export function dayOf(instant: Date | string | number): string {
  return day.format(new Date(instant));
}

export const today = (now: Date = new Date()): string => dayOf(now);

export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text;
}

export const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

export function formatDay(date: string, lang: Lang): string {
  return isDay(date) ? `${date} ${weekdays[lang][weekday(date)]}` : date;
}

export function formatInstant(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : `${day.format(at)} ${clock.format(at)}`;
}

/** An appointment is a two-hour arrival window that starts at `time`. */
export function windowOf(time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return `${time}–${String(hours + 2).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** The instant the arrival window closes. China has had no summer time since 1991, so +08:00 holds. */
export function windowEnd(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00+08:00`) + 2 * 3_600_000;
}

const near: Record<Lang, Record<number, string>> = {
  'zh-CN': { [-1]: '昨天', 0: '今天', 1: '明天' },
  en: { [-1]: 'Yesterday', 0: 'Today', 1: 'Tomorrow' },
};

/** As people say it: 今天, 明天, or the day without the year that everybody knows. */
export function humanDay(date: string, lang: Lang, now: Date = new Date()): string {
  if (!isDay(date)) return date;
  const here = today(now);
  const days = Math.round((Date.parse(date) - Date.parse(here)) / 86_400_000);
  const word = near[lang][days];
  if (word) return word;
  const short = date.slice(0, 4) === here.slice(0, 4) ? date.slice(5) : date;
  return `${short} ${weekdays[lang][weekday(date)]}`;
}

export function humanInstant(instant: string, lang: Lang, now: Date = new Date()): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const date = dayOf(at);
  if (date === today(now)) return clock.format(at);
  const word = date === addDays(today(now), -1) ? near[lang][-1]! : date.slice(0, 4) === today(now).slice(0, 4) ? date.slice(5) : date;
  return `${word} ${clock.format(at)}`;
}

/** Monday is 1, as ISO counts. */
export const weekdayName = (number: number, lang: Lang): string => weekdays[lang][number % 7] ?? '';
