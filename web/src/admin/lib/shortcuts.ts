import { onScopeDispose } from 'vue';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const typing = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null;
}

/** Single keys act on the page; they are off while typing, with a modifier, and while a dialog is open. */
export function useShortcuts(keys: Keys, active: () => boolean = () => true): void {
  const handle = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !active() || isTyping(event.target)) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  };
  window.addEventListener('keydown', handle);
  onScopeDispose(() => window.removeEventListener('keydown', handle));
}
