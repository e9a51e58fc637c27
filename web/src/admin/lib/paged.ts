import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { ApiError, get, type CallOptions } from '../../shared/api/client';
import type { Page } from '../../shared/api/types';

export interface Paged<T> {
  items: Ref<T[]>;
  total: Ref<number>;
  exact: Ref<boolean>;
  page: Ref<number>;
  pages: ComputedRef<number>;
  state: Ref<'first' | 'loading' | 'ready' | 'failed'>;
  error: Ref<unknown>;
  load: (page?: number) => Promise<void>;
  /** The first page, when the typing pauses. */
  search: () => void;
}

const size = 20;

/** A list of the server, page by page. */
export function usePaged<T>(path: string, filters: () => CallOptions['query']): Paged<T> {
  const items = ref<T[]>([]) as Ref<T[]>;
  const total = ref(0);
  const exact = ref(true);
  const page = ref(1);
  const state = ref<'first' | 'loading' | 'ready' | 'failed'>('first');
  const error = ref<unknown>(null);
  let running: AbortController | undefined;
  let typing: ReturnType<typeof setTimeout> | undefined;

  async function load(wanted = page.value): Promise<void> {
    clearTimeout(typing);
    running?.abort();
    const mine = (running = new AbortController());
    if (state.value !== 'first') state.value = 'loading';
    try {
      const found = await get<Page<T>>(path, { ...filters(), page: wanted, pageSize: size }, mine.signal);
      items.value = found.items;
      total.value = found.total;
      exact.value = found.totalIsExact ?? true;
      page.value = wanted;
      error.value = null;
      state.value = 'ready';
    } catch (failed) {
      if (failed instanceof ApiError && (failed.kind === 'aborted' || failed.status === 401)) return;
      error.value = failed;
      state.value = 'failed';
    }
  }

  function search(): void {
    clearTimeout(typing);
    typing = setTimeout(() => void load(1), 300);
  }

  return { items, total, exact, page, pages: computed(() => Math.max(1, Math.ceil(total.value / size))), state, error, load, search };
}
