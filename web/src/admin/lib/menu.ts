import { onScopeDispose, ref, useTemplateRef, type Ref } from 'vue';

/** A menu that closes by Escape, by a click elsewhere, and gives the focus back to its button. Refs of the template: root, button. */
export function useMenu(): { open: Ref<boolean>; close: (event: Event) => void; chosen: () => void } {
  const open = ref(false);
  const root = useTemplateRef<HTMLElement>('root');
  const button = useTemplateRef<HTMLElement>('button');

  function close(event: Event): void {
    if (event instanceof KeyboardEvent) {
      if (event.key !== 'Escape' || !open.value) return;
      event.stopPropagation();
      button.value?.focus();
    } else if (root.value?.contains(event.target as Node)) return;
    open.value = false;
  }
  document.addEventListener('click', close);
  onScopeDispose(() => document.removeEventListener('click', close));

  function chosen(): void {
    open.value = false;
    button.value?.focus();
  }

  return { open, close, chosen };
}
