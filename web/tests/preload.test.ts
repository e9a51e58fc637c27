import { afterEach, expect, it, vi } from 'vitest';
import { get, preload } from '../src/shared/api/client';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const answers = (...bodies: (number | string)[]) => {
  const server = vi.fn<() => Promise<Response>>();
  for (const body of bodies) server.mockResolvedValueOnce(typeof body === 'number' ? new Response('{}', { status: body }) : new Response(JSON.stringify(body)));
  vi.stubGlobal('fetch', server);
  return server;
};

it('what was asked early is asked once, and the next time anew', async () => {
  const server = answers('early', 'later');
  preload('/api/tickets', { page: 1 });
  expect(await get('/api/tickets', { page: 1 })).toBe('early');
  expect(server).toHaveBeenCalledTimes(1);
  expect(await get('/api/tickets', { page: 1 })).toBe('later');
});

it('what was refused early is asked again', async () => {
  answers(401, 'signed in since');
  preload('/api/tickets');
  expect(await get('/api/tickets')).toBe('signed in since');
});

it('what nobody wanted for ten seconds is old', async () => {
  vi.useFakeTimers();
  answers('early', 'later');
  preload('/api/tickets');
  await vi.advanceTimersByTimeAsync(10_001);
  vi.useRealTimers();
  expect(await get('/api/tickets')).toBe('later');
});
