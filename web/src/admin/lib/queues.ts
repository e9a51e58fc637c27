import { onScopeDispose, reactive } from 'vue';
import { get } from '../../shared/api/client';
import type { Page, TicketRow } from '../../shared/api/types';
import { apiFilters, emptyQuery, queues, type Queue } from './ticket-query';

export interface QueueCount {
  n: number;
  exact: boolean;
}

const pause = 1_500;

/** How much waits in each queue, looked at again a moment after something changed. */
export function useQueueCounts(): { counts: Partial<Record<Queue, QueueCount>>; look: () => void } {
  const counts = reactive<Partial<Record<Queue, QueueCount>>>({});
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function count(queue: Queue): Promise<void> {
    const found = await get<Page<TicketRow>>('/api/tickets', { ...apiFilters({ ...emptyQuery(), queue }), page: 1, pageSize: 1 }).catch(() => null);
    // What cannot be counted keeps its number: the list itself tells when nothing can be had.
    if (found) counts[queue] = { n: found.total, exact: found.totalIsExact };
  }

  function look(): void {
    // Changes that never pause must not put the counting off for ever.
    timer ??= setTimeout(() => {
      timer = undefined;
      queues.forEach(queue => void count(queue));
    }, Object.keys(counts).length === 0 ? 0 : pause);
  }
  onScopeDispose(() => clearTimeout(timer));
  return { counts, look };
}
