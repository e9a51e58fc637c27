import { ref, type Ref } from 'vue';
import { failureText } from '../text';

/** A form that saves by itself: one request at a time, and what went wrong in words. */
export function useSaving(): { busy: Ref<boolean>; failure: Ref<string>; save: (work: () => Promise<void>) => Promise<void> } {
  const busy = ref(false);
  const failure = ref('');

  async function save(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = '';
    try {
      await work();
    } catch (error) {
      failure.value = failureText(error);
    } finally {
      busy.value = false;
    }
  }

  return { busy, failure, save };
}
