import { ref, type Ref } from 'vue';
import { ApiError, get } from '../../shared/api/client';
import type { Page, StreamEvent, TicketRow } from '../../shared/api/types';
import { parsePhone } from '../../shared/phone';
import { loadTicket } from './commands';
import { apiFilters, statusesOf, type TicketQuery } from './ticket-query';

export interface TicketList {
  rows: Ref<TicketRow[]>;
  total: Ref<number>;
  exact: Ref<boolean>;
  state: Ref<'first' | 'loading' | 'ready' | 'failed'>;
  error: Ref<unknown>;
  /** The page the rows are of: a page that did not load has none. */
  page: Ref<number>;
  /** Changes to tickets inside the filter that are not on this page of the list. */
  unseen: Ref<number>;
  load: () => Promise<void>;
  patch: (row: TicketRow) => void;
  changed: (event: StreamEvent) => void;
}

export function useTicketList(query: () => TicketQuery): TicketList {
  const rows = ref<TicketRow[]>([]);
  const total = ref(0);
  const shownPage = ref(query().page);
  const exact = ref(true);
  const state = ref<'first' | 'loading' | 'ready' | 'failed'>('first');
  const error = ref<unknown>(null);
  const unseen = ref(0);
  const news = new Set<string>();
  let running: AbortController | undefined;

  async function load(): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    if (state.value !== 'first') state.value = 'loading';
    const wanted = { ...query() };
    try {
      const page = await get<Page<TicketRow>>('/api/tickets', { ...apiFilters(wanted), page: wanted.page, pageSize: wanted.size }, mine.signal);
      rows.value = page.items;
      shownPage.value = wanted.page;
      total.value = page.total;
      exact.value = page.totalIsExact;
      error.value = null;
      news.clear();
      unseen.value = 0;
      state.value = 'ready';
    } catch (failed) {
      if (failed instanceof ApiError && (failed.kind === 'aborted' || failed.status === 401)) return;
      error.value = failed;
      state.value = 'failed';
    }
  }

  /** In its place: a row never moves, not even when the new values would sort it elsewhere. */
  function patch(row: TicketRow): void {
    const at = rows.value.findIndex(one => one.id === row.id);
    if (at >= 0 && rows.value[at]!.version <= row.version) rows.value[at] = row;
  }

  const reading = new Set<string>();
  async function refresh(id: string): Promise<void> {
    if (reading.has(id)) return;
    reading.add(id);
    try {
      patch(await loadTicket(id));
    } catch {
      // The row keeps its old values; the next change or reload brings the new ones.
    } finally {
      reading.delete(id);
    }
  }

  function changed(event: StreamEvent): void {
    const row = rows.value.find(one => one.id === event.ticketId);
    if (row) {
      if (event.version >= row.version) void refresh(row.id);
      return;
    }
    void tell(event);
  }

  /** Only what a reload would show is news: the status tells at once, of the other filters the server knows. */
  async function tell(event: StreamEvent): Promise<void> {
    const wanted = query();
    const within = statusesOf(wanted);
    if (within.length > 0 && !within.some(status => status === event.status)) return;
    if (news.has(event.ticketId)) return;
    // A whole phone number is found alone only, so with one nothing can be ruled out.
    if ([wanted.technician, wanted.center, wanted.from, wanted.to, wanted.q.trim()].some(Boolean) && !parsePhone(wanted.q)) {
      const filters = apiFilters(wanted);
      const found = await get<Page<TicketRow>>('/api/tickets', { ...filters, q: `${wanted.q.trim()} ${event.ticketNo}`.trim(), status: within, pageSize: 1 }).catch(() => null);
      if (found?.total === 0 || JSON.stringify(apiFilters(query())) !== JSON.stringify(filters)) return;
    }
    news.add(event.ticketId);
    unseen.value = news.size;
  }

  return { rows, total, page: shownPage, exact, state, error, unseen, load, patch, changed };
}
