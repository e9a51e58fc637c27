import { ref } from 'vue';

const stored = 'meida.density';

function remembered(): boolean {
  try {
    return localStorage.getItem(stored) !== 'comfortable';
  } catch {
    return true;
  }
}

/** One line a ticket, or two with room to breathe. */
export const compact = ref(remembered());

export function setCompact(next: boolean): void {
  compact.value = next;
  try {
    localStorage.setItem(stored, next ? 'compact' : 'comfortable');
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
}
