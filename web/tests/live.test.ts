import { effectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useLive } from '../src/admin/lib/live';

class Stream extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  close = () => (this.readyState = 2);
  open = () => this.onopen?.();
  say = (data: unknown) => this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(data) }));
  fail(state: number) {
    this.readyState = state;
    this.onerror?.();
  }
}

const change = (ticketId: string, version: number) => ({ ticketId, ticketNo: 'TK00000001', status: 'ASSIGNED', version, at: '' });

describe('live updates', () => {
  const streams: Stream[] = [];
  const onEvent = vi.fn();
  const onGap = vi.fn();
  const scope = () => effectScope(true);
  let running = scope();
  const start = () => running.run(() => useLive({
    onEvent, onGap,
    open: () => {
      streams.push(new Stream());
      return streams.at(-1) as never;
    },
  }))!;

  beforeEach(() => {
    vi.useFakeTimers();
    streams.length = 0;
    onEvent.mockReset();
    onGap.mockReset();
    running = scope();
  });
  afterEach(() => {
    running.stop();
    vi.useRealTimers();
  });

  it('tell of changes, but not of what this page has just saved', () => {
    const live = start();
    streams[0]!.open();
    expect(live.state.value).toBe('live');
    live.own('a', 4);
    streams[0]!.say(change('a', 3));
    streams[0]!.say(change('a', 4));
    expect(onEvent).not.toHaveBeenCalled();
    streams[0]!.say(change('a', 5));
    streams[0]!.say(change('b', 1));
    expect(onEvent).toHaveBeenCalledTimes(2);
  });

  it('leave a lost connection to the browser, which resumes where it stopped', () => {
    const live = start();
    streams[0]!.open();
    streams[0]!.fail(0);
    expect(live.state.value).toBe('reconnecting');
    streams[0]!.open();
    expect(live.state.value).toBe('live');
    expect(streams).toHaveLength(1);
    expect(onGap).not.toHaveBeenCalled();
  });

  it('open a new stream when the browser gives up, and read the list again', () => {
    start();
    streams[0]!.open();
    streams[0]!.fail(2);
    vi.advanceTimersByTime(3_000);
    expect(streams).toHaveLength(2);
    streams[1]!.open();
    expect(onGap).toHaveBeenCalledOnce();
  });

  it('ask every 30 seconds after three failures, until the stream is back', () => {
    const live = start();
    for (let i = 0; i < 3; i++) streams[0]!.fail(0);
    expect(live.state.value).toBe('polling');
    vi.advanceTimersByTime(60_000);
    expect(onGap).toHaveBeenCalledTimes(2);
    streams[0]!.open();
    vi.advanceTimersByTime(60_000);
    expect(onGap).toHaveBeenCalledTimes(2);
  });

  it('are not called live while the network is gone', () => {
    const live = start();
    streams[0]!.open();
    window.dispatchEvent(new Event('offline'));
    expect(live.state.value).toBe('offlineLive');
    streams[0]!.fail(0);
    expect(live.state.value).toBe('offlineLive');
    window.dispatchEvent(new Event('online'));
    streams[1]!.open();
    expect(live.state.value).toBe('live');
  });

  it('ignore what they do not understand', () => {
    start();
    streams[0]!.dispatchEvent(new MessageEvent('message', { data: 'not json' }));
    expect(onEvent).not.toHaveBeenCalled();
  });
});
