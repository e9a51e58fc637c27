import { onScopeDispose, ref, type Ref } from 'vue';
import type { StreamEvent } from '../../shared/api/types';

export type LiveState = 'live' | 'offlineLive' | 'reconnecting' | 'polling';

const pollEvery = 30_000;
const failuresBeforePolling = 3;
const retryAfter = 3_000;

type Source = Pick<EventSource, 'readyState' | 'close' | 'addEventListener' | 'onopen' | 'onerror'>;

export interface LiveOptions {
  onEvent: (event: StreamEvent) => void;
  /** Something may have been missed: look at the whole again. */
  onGap: () => void;
  open?: () => Source;
}

/**
 * One stream per visible tab. The browser itself resumes with Last-Event-ID after a lost connection; when it gives
 * up (an HTTP error), a new stream has no id to resume from, so the list is read again.
 */
export function useLive({ onEvent, onGap, open = () => new EventSource('/api/tickets/stream') }: LiveOptions): { state: Ref<LiveState>; own: (id: string, version: number) => void } {
  const state = ref<LiveState>('reconnecting');
  const saved = new Map<string, number>();
  let source: Source | undefined;
  let failures = 0;
  let gap = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;

  const receive = (message: Event) => {
    try {
      const event = JSON.parse((message as MessageEvent<string>).data) as StreamEvent;
      // The echo of what this page has just saved is no news.
      if (event.version > 0 && event.version <= (saved.get(event.ticketId) ?? 0)) return;
      onEvent(event);
    } catch {
      // A comment or a kind of message of a later release.
    }
  };

  function connect(): void {
    clearTimeout(timer);
    source?.close();
    const current = (source = open());
    for (const name of ['message', 'ticket', 'ticket-changed']) current.addEventListener(name, receive);
    current.onopen = () => {
      failures = 0;
      state.value = 'live';
      clearInterval(poll);
      poll = undefined;
      if (gap) onGap();
      gap = false;
    };
    current.onerror = () => {
      failures += 1;
      if (failures >= failuresBeforePolling && !poll) poll = setInterval(() => !document.hidden && onGap(), pollEvery);
      if (state.value !== 'offlineLive') state.value = poll ? 'polling' : 'reconnecting';
      if (current.readyState !== 2 /* CLOSED */ || current !== source) return;
      gap = true;
      timer = setTimeout(connect, retryAfter * Math.min(failures, 5));
    };
  }

  function close(): void {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  // Browsers allow six connections to a host: a hidden tab gives its stream back.
  let hiddenFor: ReturnType<typeof setTimeout> | undefined;
  const visibility = () => {
    clearTimeout(hiddenFor);
    if (document.hidden) hiddenFor = setTimeout(close, 60_000);
    else if (!source) {
      gap = true;
      connect();
    }
  };
  document.addEventListener('visibilitychange', visibility);
  const back = () => {
    state.value = 'reconnecting';
    gap = true;
    connect();
  };
  // A stream whose network is gone stays open until it times out: what it says meanwhile is not live.
  const gone = () => (state.value = 'offlineLive');
  window.addEventListener('online', back);
  window.addEventListener('offline', gone);
  connect();

  onScopeDispose(() => {
    clearTimeout(hiddenFor);
    clearInterval(poll);
    close();
    document.removeEventListener('visibilitychange', visibility);
    window.removeEventListener('online', back);
    window.removeEventListener('offline', gone);
  });

  return { state, own: (id, version) => void saved.set(id, Math.max(version, saved.get(id) ?? 0)) };
}
