import { describe, expect, it } from 'vitest';
import { safeNext } from '../src/admin/session';

describe('where signing in leads', () => {
  it.each(['/admin/tickets', '/admin/tickets/TK00000001?status=BOOKED', '/admin/stats'])('%s is a page of this site', next => expect(safeNext(next)).toBe(next));
  it.each([undefined, null, '', 'https://evil.example/', '//evil.example', '/\\evil.example', '/booking', 'javascript:alert(1)', ['/admin']])('%s is not', next => expect(safeNext(next)).toBeNull());
});
