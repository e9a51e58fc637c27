import { afterEach, describe, expect, it } from 'vitest';
import { failureText, named, reasonText } from '../src/admin/text';
import { failureText as bookingText } from '../src/booking/text';
import { ApiError } from '../src/shared/api/client';
import type { Problem } from '../src/shared/api/types';
import { lang } from '../src/shared/i18n';

const refusal = (status: number, slug: string, more: Problem = {}, retryAfter: number | null = null) =>
  new ApiError('http', status, { type: `urn:meida:problem:${slug}`, traceId: 't'.repeat(32), ...more }, retryAfter);

afterEach(() => (lang.value = 'zh-CN'));

describe.each(['zh-CN', 'en'] as const)('what the server refuses (%s)', language => {
  it.each([
    [409, 'erased', {}], [403, 'password-change-required', {}], [401, 'totp-required', {}], [403, 'totp-enrolment-required', {}],
    [422, 'technician-unavailable', { reason: 'overlap' }], [422, 'technician-unavailable', { reason: 'capacity' }],
    [422, 'technician-unavailable', { reason: 'inactive' }], [422, 'technician-unavailable', { reason: 'unknown' }],
    [409, 'no-technician-available', { reason: 'no-center' }], [409, 'no-technician-available', { reason: 'overlap' }],
    [400, 'validation', { codes: { ticketNo: ['not-changeable'] } }],
  ])('%i %s %j has words of its own', (status, slug, more) => {
    lang.value = language;
    const said = failureText(refusal(status, slug, more));
    expect(said).not.toContain('ttt');
    expect(said).not.toBe(failureText(refusal(status, 'something-new')));
    if ('reason' in more) expect(said).not.toBe(failureText(refusal(status, slug)));
  });

  it.each(['RETURNED', 'ERASED', 'RECEIPT_REMOVED'])('an event %s has a name', action => {
    lang.value = language;
    expect(named('ev_', action)).not.toContain(action);
  });
});

it('says of a technician and of all what kept them from it', () => {
  expect(reasonText('no-technician-available', 'no-center')).toContain('网点');
  expect(reasonText('no-technician-available', 'later-word')).toBe('没有可用技师，请手动派工');
  expect(failureText(refusal(400, 'validation', { codes: { ticketNo: ['not-changeable'] } }))).toBe('这里不能修改：工单号');
});

it('counts a long wait in minutes', () => {
  expect(failureText(refusal(429, 'too-many-requests', {}, 20))).toBe('操作太频繁，请 20 秒后再试');
  expect(bookingText(refusal(429, 'too-many-attempts', {}, 900))).toBe('尝试次数过多，请 15 分钟后再试');
});

it('tells a customer that nothing typed is lost', () =>
  expect(bookingText(refusal(503, 'service-unavailable'))).toContain('内容已保留'));
