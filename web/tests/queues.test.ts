import { flushPromises } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useQueueCounts } from '../src/admin/lib/queues';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('are counted by the server, once for many changes, and keep their number when it does not answer', async () => {
  vi.useFakeTimers();
  const asked: URLSearchParams[] = [];
  let up = true;
  vi.stubGlobal('fetch', async (address: string) => {
    if (!up) throw new TypeError('offline');
    asked.push(new URL(address, 'http://here').searchParams);
    return new Response(JSON.stringify({ items: [], total: asked.at(-1)!.get('overdue') ? 10_000 : 7, totalIsExact: !asked.at(-1)!.get('overdue') }));
  });
  const scope = effectScope();
  const { counts, look } = scope.run(useQueueCounts)!;
  look();
  await vi.advanceTimersByTimeAsync(1);
  await flushPromises();
  expect(asked.map(query => query.getAll('status').join())).toEqual(['BOOKED', 'CONFIRMED', 'BOOKED,CONFIRMED,ASSIGNED,IN_PROGRESS', 'BOOKED,CONFIRMED,ASSIGNED,IN_PROGRESS', 'BOOKED,CONFIRMED,ASSIGNED,IN_PROGRESS']);
  expect(counts).toMatchObject({ booked: { n: 7, exact: true }, overdue: { n: 10_000, exact: false } });
  for (let change = 0; change < 5; change++) look();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toHaveLength(10);
  up = false;
  look();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(counts.booked).toEqual({ n: 7, exact: true });
  scope.stop();
});
