import { ref, type Ref } from 'vue';
import { get } from '../../shared/api/client';
import type { Page, PublicCenter, Technician } from '../../shared/api/types';

export interface Finder<T> {
  found: Ref<T[]>;
  failed: Ref<unknown>;
  loading: Ref<boolean>;
  /** At once with nothing typed; otherwise when the typing pauses. */
  find: (typed: string) => Promise<void>;
}

const pause = 250;
const shownAtMost = 100;

function useFinder<T>(ask: (typed: string, signal: AbortSignal) => Promise<T[]>): Finder<T> {
  const found = ref<T[]>([]) as Ref<T[]>;
  const failed = ref<unknown>(null);
  const loading = ref(false);
  let running: AbortController | undefined;

  async function find(typed: string): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    loading.value = true;
    if (typed.trim()) await new Promise(resolve => setTimeout(resolve, pause));
    if (mine.signal.aborted) return;
    try {
      const answer = await ask(typed.trim(), mine.signal);
      if (mine.signal.aborted) return;
      found.value = answer;
      failed.value = null;
    } catch (error) {
      if (mine.signal.aborted) return;
      failed.value = error;
    }
    loading.value = false;
  }
  return { found, failed, loading, find };
}

/** A large company has more technicians than a list can show: the server looks among all. Those of the center come first. */
export const useTechnicians = (only: { active?: boolean; centerId?: string | null } = {}): Finder<Technician> =>
  useFinder(async (typed, signal) => {
    const page = (centerId?: string) => get<Page<Technician>>('/api/technicians', { q: typed, active: only.active, centerId, pageSize: shownAtMost }, signal);
    const pages = await Promise.all([...(only.centerId ? [page(only.centerId)] : []), page()]);
    return [...new Map(pages.flatMap(one => one.items).map(one => [one.id, one])).values()];
  });

export const useCenters = (): Finder<PublicCenter> =>
  useFinder(async (typed, signal) => {
    const { items } = await get<{ items: PublicCenter[] }>('/api/public/centers', { q: typed }, signal);
    const word = typed.toLowerCase();
    return items.filter(one => [one.name, ...one.regions].some(text => text.toLowerCase().includes(word))).slice(0, shownAtMost);
  });
