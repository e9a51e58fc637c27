import { describe, expect, it, vi } from 'vitest';
import { pauses, UploadQueue, type Sent } from '../src/admin/lib/upload-queue';
import { sha256 } from '../src/admin/lib/photo';
import { memoryStore } from '../src/admin/lib/upload-store';

const jpeg = (name: string, size = 100) => {
  const bytes = new Uint8Array(size);
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return new File([bytes], name, { type: 'image/jpeg' });
};
const stored = (duplicate = false): Sent => ({ status: duplicate ? 200 : 201, body: JSON.stringify({ items: [{ imageId: 'i', duplicate }] }), retryAfter: null });
const refused = (status: number, retryAfter: number | null = null): Sent => ({ status, body: '{"traceId":"abc"}', retryAfter });
const settled = (queue: UploadQueue) => vi.waitFor(() => expect(queue.unfinished).toBe(false));

function start(send: (name: string) => Promise<Sent>, store = memoryStore()) {
  const waited: number[] = [];
  const drained: number[] = [];
  const queue = new UploadQueue({
    store,
    send: (_, name) => send(name),
    wait: async milliseconds => void waited.push(milliseconds),
    drained: (_, count) => drained.push(count),
  });
  return { queue, store, waited, drained };
}

describe('the upload queue', () => {
  it('stores, tells once, and forgets', async () => {
    const { queue, store, drained } = start(async () => stored());
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg'), jpeg('b.jpg'), jpeg('c.jpg')]);
    await settled(queue);
    expect(queue.items.map(item => item.state)).toEqual(['done', 'done', 'done']);
    expect(await store.all()).toEqual([]);
    expect(drained.at(-1)).toBe(3);
  });

  it('sends the checksum of what it sends', async () => {
    const sums: (string | null)[] = [];
    const queue = new UploadQueue({ store: memoryStore(), send: async (_ticket, _name, _blob, checksum) => (sums.push(checksum), stored()) });
    await queue.resume('u');
    const photo = jpeg('a.jpg');
    await queue.add('t', [photo]);
    await settled(queue);
    expect(sums).toEqual([await sha256(photo)]);
  });

  it('sends two at a time', async () => {
    let now = 0;
    let most = 0;
    const { queue } = start(async () => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now -= 1;
      return stored();
    });
    await queue.resume('u');
    await queue.add('t', ['1', '2', '3', '4', '5'].map(name => jpeg(name)));
    await settled(queue);
    expect(most).toBeLessThanOrEqual(2);
    expect(queue.items.every(item => item.state === 'done')).toBe(true);
  });

  it('tries again after 1, 2, 4 and 8 seconds, then pauses and keeps the photo', async () => {
    let calls = 0;
    const { queue, store, waited } = start(async () => {
      calls += 1;
      throw new Error('no answer');
    });
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    expect(queue.items[0]!.state).toBe('paused');
    expect(waited).toEqual(pauses.map(seconds => seconds * 1000));
    expect(calls).toBe(5);
    expect((await store.all()).map(file => file.name)).toEqual(['a.jpg']);
  });

  it('goes on after a pause when asked to', async () => {
    let online = false;
    const { queue } = start(async () => {
      if (!online) throw new Error('no answer');
      return stored();
    });
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    online = true;
    queue.retry(queue.items[0]!.id);
    await settled(queue);
    expect(queue.items[0]!.state).toBe('done');
  });

  it('waits as long as the server asks', async () => {
    const answers = [refused(429, 30), stored()];
    const { queue, waited } = start(async () => answers.shift()!);
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    expect(waited).toEqual([30_000]);
    expect(queue.items[0]!.state).toBe('done');
  });

  it.each([[413, 'upTooLarge'], [415, 'upWrongType'], [409, 'upNotNow'], [400, 'upDamaged'], [403, 'upRefused']])('does not repeat what was refused with %i', async (status, fault) => {
    const { queue, store, waited } = start(async () => refused(status));
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    expect(queue.items[0]).toMatchObject({ state: 'refused', fault, trace: 'abc' });
    expect(waited).toEqual([]);
    expect(await store.all()).toEqual([]);
  });

  it.each([['too-many-pixels', 'upTooManyPixels'], ['too-costly', 'upTooCostly'], ['damaged', 'upDamaged']])('says what is wrong with a photo: %s', async (code, fault) => {
    const { queue } = start(async () => ({ status: 400, body: JSON.stringify({ codes: { files: [code] } }), retryAfter: null }));
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    expect(queue.items[0]!.fault).toBe(fault);
  });

  it('deletes a stored photo from the server too, and keeps its line when that fails', async () => {
    let works = false;
    const deleted: string[] = [];
    const failed = vi.fn();
    const queue = new UploadQueue({
      store: memoryStore(), send: async () => stored(), notDiscarded: failed,
      discard: async imageId => {
        if (!works) throw new Error('no answer');
        deleted.push(imageId);
      },
    });
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    await queue.remove(queue.items[0]!.id);
    expect([queue.items[0]!.state, failed.mock.calls.length]).toEqual(['done', 1]);
    works = true;
    await queue.remove(queue.items[0]!.id);
    expect([queue.items, deleted]).toEqual([[], ['i']]);
  });

  it('takes up after a reload what was left, of the same user only', async () => {
    const store = memoryStore();
    const before = start(() => new Promise(() => undefined), store);
    await before.queue.resume('u');
    await before.queue.add('t', [jpeg('a.jpg'), jpeg('b.jpg')]);

    const other = start(async () => stored(), store);
    await other.queue.resume('somebody-else');
    expect(other.queue.items).toEqual([]);

    const after = start(async () => stored(), store);
    await after.queue.resume('u');
    await settled(after.queue);
    expect(after.queue.items.map(item => [item.name, item.state])).toEqual([['a.jpg', 'done'], ['b.jpg', 'done']]);
    expect(await store.all()).toEqual([]);
  });

  it('keeps photos over an ended session', async () => {
    const signedOut = vi.fn();
    const store = memoryStore();
    const queue = new UploadQueue({ store, send: async () => refused(401), signedOut });
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    expect(signedOut).toHaveBeenCalledOnce();
    expect(queue.items[0]!.state).toBe('signed-out');
    expect(await store.all()).toHaveLength(1);
  });

  it('counts a photo stored before as done', async () => {
    const { queue } = start(async () => stored(true));
    await queue.resume('u');
    await queue.add('t', [jpeg('a.jpg')]);
    await settled(queue);
    expect(queue.items[0]).toMatchObject({ state: 'done', duplicate: true });
  });

  it('refuses by content before sending', async () => {
    const send = vi.fn(async () => stored());
    const { queue } = start(send);
    await queue.resume('u');
    await queue.add('t', [new File(['MZ program'], 'photo.jpg', { type: 'image/jpeg' }), new File([], 'empty.png')]);
    expect(queue.items.map(item => item.fault)).toEqual(['upWrongType', 'upEmpty']);
    expect(send).not.toHaveBeenCalled();
  });
});
