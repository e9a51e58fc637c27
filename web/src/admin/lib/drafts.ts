import { ref, watch, type Ref } from 'vue';

const prefix = 'meida.draft.';

/** A value that outlives the page and an ended session, until it is dropped. */
export function useDraft<T extends object>(name: string, empty: () => T): { draft: Ref<T>; drop: () => void } {
  const read = (): T => {
    try {
      return { ...empty(), ...(JSON.parse(sessionStorage.getItem(prefix + name) ?? '{}') as Partial<T>) };
    } catch {
      return empty();
    }
  };
  const draft = ref(read()) as Ref<T>;
  let dropped = false;
  watch(draft, value => {
    if (dropped) return;
    try {
      sessionStorage.setItem(prefix + name, JSON.stringify(value));
    } catch {
      // Full or forbidden storage: the draft then lives as long as the dialog.
    }
  }, { deep: true, flush: 'sync' });
  const drop = () => {
    dropped = true;
    try {
      sessionStorage.removeItem(prefix + name);
    } catch {
      // See above.
    }
  };
  return { draft, drop };
}

export function hasDraft(name: string): boolean {
  try {
    return sessionStorage.getItem(prefix + name) !== null;
  } catch {
    return false;
  }
}

/** Those whose names start so; with nothing named, all: nobody reads the former user's words after signing out. */
export function dropDrafts(start = ''): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix + start)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}
