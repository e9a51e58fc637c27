import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useTicketList } from '../src/admin/lib/ticket-list';
import { emptyQuery, type TicketQuery } from '../src/admin/lib/ticket-query';
import type { StreamEvent } from '../src/shared/api/types';

const answer = (total: number) => new Response(JSON.stringify({ items: [], page: 1, pageSize: 20, total, totalIsExact: true }));
const change = (ticketNo: string, status: StreamEvent['status']): StreamEvent => ({ ticketId: ticketNo, ticketNo, status, version: 2, at: '' });

function listOf(part: Partial<TicketQuery>, found: number) {
  const server = vi.fn<(address: string) => Promise<Response>>(async () => answer(found));
  vi.stubGlobal('fetch', server);
  return { list: useTicketList(() => ({ ...emptyQuery(), ...part })), server };
}

afterEach(() => vi.unstubAllGlobals());

describe('the news above the list', () => {
  it('are of tickets with a status that is listed', async () => {
    const { list, server } = listOf({ status: ['CANCELED'] }, 0);
    list.changed(change('TK00000001', 'CONFIRMED'));
    await flushPromises();
    expect(list.unseen.value).toBe(0);
    list.changed(change('TK00000002', 'CANCELED'));
    await flushPromises();
    expect(list.unseen.value).toBe(1);
    expect(server).not.toHaveBeenCalled();
  });

  it('are of tickets the other filters find too', async () => {
    const outside = listOf({ center: 'c', q: '王' }, 0);
    outside.list.changed(change('TK00000001', 'CONFIRMED'));
    await flushPromises();
    expect(outside.list.unseen.value).toBe(0);
    const asked = new URL(outside.server.mock.calls[0]![0], 'http://here');
    expect([asked.searchParams.get('q'), asked.searchParams.get('centerId')]).toEqual(['王 TK00000001', 'c']);

    const inside = listOf({ q: '王' }, 1);
    inside.list.changed(change('TK00000001', 'CONFIRMED'));
    await flushPromises();
    expect(inside.list.unseen.value).toBe(1);
  });
});

it('names the page whose rows it shows, also when the next one does not load', async () => {
  const query = emptyQuery();
  vi.stubGlobal('fetch', vi.fn(async () => answer(50)));
  const list = useTicketList(() => query);
  await list.load();
  vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('offline'))));
  query.page = 2;
  await list.load();
  expect([list.page.value, list.state.value]).toEqual([1, 'failed']);
});
