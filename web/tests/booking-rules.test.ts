import { describe, expect, it } from 'vitest';
import { checkBooking, emptyAnswers, serverMessages, toRequest } from '../src/shared/booking-rules';

const noon = new Date('2026-11-23T04:00:00Z');
const right = { ...emptyAnswers(), customerName: '李雷', customerPhone: '138 0013 8000', address: '杭州市西湖区文三路 1 号', appointmentDate: '2026-11-24', appointmentTime: '09:30', issueDesc: '不打火' };
const slots = [{ time: '09:30', remaining: null }, { time: '10:00', remaining: 0 }, { time: '10:30', remaining: 2 }];
const check = (part: Partial<typeof right>) => checkBooking({ ...right, ...part }, slots, noon);

describe('a booking', () => {
  it('that is right has no messages', () => expect(check({})).toEqual({}));

  it('names every empty field', () =>
    expect(Object.keys(checkBooking(emptyAnswers(), null, noon)).sort()).toEqual(['address', 'appointmentDate', 'appointmentTime', 'customerName', 'customerPhone', 'issueDesc']));

  it('may be today and 60 days ahead, not yesterday and not 61', () => {
    expect(check({ appointmentDate: '2026-11-23' })).toEqual({});
    expect(check({ appointmentDate: '2027-01-22' })).toEqual({});
    expect(check({ appointmentDate: '2026-11-22' })).toEqual({ appointmentDate: 'badDate' });
    expect(check({ appointmentDate: '2027-01-23' })).toEqual({ appointmentDate: 'badDate' });
  });

  it('takes an open window only', () => {
    expect(check({ appointmentTime: '10:30' })).toEqual({});
    expect(check({ appointmentTime: '10:00' })).toEqual({ appointmentTime: 'badSlot' });
    expect(check({ appointmentTime: '03:00' })).toEqual({ appointmentTime: 'badSlot' });
  });

  it('counts characters as people do', () => {
    expect(check({ customerName: '𠮷'.repeat(50) })).toEqual({});
    expect(check({ customerName: '𠮷'.repeat(51) })).toEqual({ customerName: 'badName' });
    expect(check({ address: ' 1234 ' })).toEqual({ address: 'badAddress' });
    expect(check({ issueDesc: '漏'.repeat(2001) })).toEqual({ issueDesc: 'badIssue' });
  });

  it('refuses control characters but takes line breaks', () => {
    expect(check({ issueDesc: '漏水\n两天' })).toEqual({});
    expect(check({ customerName: '李\u0000雷' })).toEqual({ customerName: 'controlCharacters' });
  });

  it('is sent trimmed and without empty optional fields', () => {
    expect(toRequest({ ...right, customerName: ' 李雷 ' })).toEqual({ customerName: '李雷', customerPhone: '138 0013 8000', address: '杭州市西湖区文三路 1 号', appointmentDate: '2026-11-24', appointmentTime: '09:30', issueDesc: '不打火' });
    expect(toRequest({ ...right, centerId: 'c', productModel: ' W3 ' })).toMatchObject({ centerId: 'c', productModel: 'W3' });
  });

  it('puts the server\'s codes into the words of the page', () => {
    expect(serverMessages({ customerPhone: ['format'], address: ['control-characters'], somethingNew: ['x'] }, undefined)).toEqual({ customerPhone: 'badPhone', address: 'controlCharacters' });
    expect(serverMessages(undefined, { appointmentDate: ['Must not be in the past.'] })).toEqual({ appointmentDate: 'badDate' });
  });
});
