import { reactive } from 'vue';

export interface Notice {
  id: number;
  text: string;
  kind: 'done' | 'failed';
}

export const notices = reactive<Notice[]>([]);
let last = 0;

/** Shown by App.vue in a status region, so that it is also read out. */
export function notify(text: string, kind: Notice['kind'] = 'done'): void {
  const id = ++last;
  notices.push({ id, text, kind });
  setTimeout(() => dismiss(id), kind === 'done' ? 5_000 : 10_000);
}

export function dismiss(id: number): void {
  const at = notices.findIndex(notice => notice.id === id);
  if (at >= 0) notices.splice(at, 1);
}
