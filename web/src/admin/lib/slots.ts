import { ref, watch, type Ref } from 'vue';
import { get } from '../../shared/api/client';
import type { Slot } from '../../shared/api/types';

export type SlotState = 'none' | 'loading' | 'failed' | 'ready';

export function useSlots(date: () => string, centerId: () => string | null): { slots: Ref<Slot[] | null>; state: Ref<SlotState>; load: () => Promise<void> } {
  const slots = ref<Slot[] | null>(null);
  const state = ref<SlotState>('none');
  let running: AbortController | undefined;

  async function load(): Promise<void> {
    running?.abort();
    slots.value = null;
    if (!date()) {
      state.value = 'none';
      return;
    }
    const mine = (running = new AbortController());
    state.value = 'loading';
    try {
      slots.value = (await get<{ items: Slot[] }>('/api/public/slots', { centerId: centerId(), date: date() }, mine.signal)).items;
      state.value = 'ready';
    } catch {
      if (!mine.signal.aborted) state.value = 'failed';
    }
  }

  watch([date, centerId], load, { immediate: true });
  return { slots, state, load };
}
