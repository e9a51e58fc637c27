import { describe, expect, it } from 'vitest';
import { choose, fill, type Lang } from '../src/shared/i18n';
import { admin } from '../src/shared/i18n/admin';
import { booking } from '../src/shared/i18n/booking';
import { common } from '../src/shared/i18n/common';
import { ticket } from '../src/shared/i18n/ticket';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(match => match[1]).sort();

describe('texts', () => {
  it.each(Object.entries({ common, booking, ticket, admin }))('of the %s table are there in both languages with the same values', (_, table) => {
    for (const [key, text] of Object.entries<Record<Lang, string>>(table)) {
      expect(text['zh-CN'].trim(), key).not.toBe('');
      expect(text.en.trim(), key).not.toBe('');
      expect([...new Set(placeholders(text.en))], key).toEqual([...new Set(placeholders(text['zh-CN']))]);
    }
  });

  it('fill values, with the English plural', () => {
    expect(fill('{n:ticket|tickets}', { n: 1 })).toBe('1 ticket');
    expect(fill('{n:ticket|tickets}', { n: 0 })).toBe('0 tickets');
    expect(fill('共 {n} 单', { n: 3 })).toBe('共 3 单');
    expect(fill('{who}', {})).toBe('{who}');
  });
});

describe('the language', () => {
  it('is asked for in the address, then remembered, then the browser\'s, then Chinese', () => {
    expect(choose('?lang=en', 'zh-CN', ['zh-CN'])).toBe('en');
    expect(choose('', 'en', ['zh-CN'])).toBe('en');
    expect(choose('', null, ['fr-FR', 'en-GB'])).toBe('en');
    expect(choose('', null, ['zh-TW', 'en'])).toBe('zh-CN');
    expect(choose('', null, ['fr'])).toBe('zh-CN');
    expect(choose('?lang=xx', 'en', ['en'])).toBe('zh-CN');
  });
});
