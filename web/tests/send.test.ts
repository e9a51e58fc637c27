import { afterEach, describe, expect, it, vi } from 'vitest';
import { newDraft } from '../src/booking/draft';
import { send } from '../src/booking/send';
import type { BookingRequest } from '../src/shared/api/types';

const request = (issueDesc: string): BookingRequest => ({ customerName: '李雷', customerPhone: '13800138000', address: '文三路 1 号', appointmentDate: '2026-11-24', appointmentTime: '09:30', issueDesc });
const problem = (status: number, slug: string) => new Response(JSON.stringify({ type: `urn:meida:problem:${slug}`, status }), { status });

/** Answers as the service does: a key belongs to the first body that arrived under it. */
function server(...losses: ('before' | 'after' | 'never')[]) {
  const kept = new Map<string, string>();
  const booked: string[] = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    const loss = losses.shift() ?? 'never';
    if (loss === 'before') throw new TypeError('network');
    const key = new Headers(init.headers).get('Idempotency-Key')!;
    const body = String(init.body);
    if (kept.has(key) && kept.get(key) !== body) return problem(422, 'idempotency-key-reused');
    if (!kept.has(key)) {
      kept.set(key, body);
      booked.push(JSON.parse(body).issueDesc);
    }
    if (loss === 'after') throw new TypeError('network');
    return new Response(JSON.stringify({ ticketId: '1', ticketNo: 'TK00000001', status: 'BOOKED' }), { status: 201 });
  });
  return booked;
}

afterEach(() => vi.unstubAllGlobals());

describe('sending a booking', () => {
  it('again after a lost answer books once', async () => {
    const booked = server('after', 'never');
    const draft = newDraft();
    await expect(send(draft, request('a'))).rejects.toMatchObject({ kind: 'offline' });
    expect(await send(draft, request('a'))).toMatchObject({ earlier: false, receipt: { ticketNo: 'TK00000001' } });
    expect(booked).toEqual(['a']);
  });

  it('again with a changed field shows the booking that had arrived', async () => {
    const booked = server('after', 'never');
    const draft = newDraft();
    await expect(send(draft, request('a'))).rejects.toMatchObject({ kind: 'offline' });
    expect(await send(draft, request('b'))).toMatchObject({ earlier: true, request: { issueDesc: 'a' } });
    expect(booked).toEqual(['a']);
  });

  it('again with a changed field books the new one when the first never arrived', async () => {
    const booked = server('before', 'never');
    const draft = newDraft();
    await expect(send(draft, request('a'))).rejects.toMatchObject({ kind: 'offline' });
    expect(await send(draft, request('b'))).toMatchObject({ earlier: false, request: { issueDesc: 'b' } });
    expect(booked).toEqual(['b']);
  });
});
