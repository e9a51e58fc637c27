import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCenters, useTechnicians } from '../src/admin/lib/finders';

const asked: URL[] = [];
function server(items: (address: URL) => object[]) {
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(new URL(address, 'http://here'));
    return new Response(JSON.stringify({ items: items(asked.at(-1)!) }));
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('who is looked for', () => {
  it('is looked for by the server, once the typing pauses', async () => {
    server(address => [{ id: address.searchParams.get('q') ?? '' }]);
    const { found, find } = useTechnicians({ active: true });
    void find('张');
    await vi.advanceTimersByTimeAsync(100);
    void find('张伟');
    await vi.advanceTimersByTimeAsync(300);
    expect(asked.map(address => address.search)).toEqual([`?q=${encodeURIComponent('张伟')}&active=true&pageSize=100`]);
    expect(found.value).toEqual([{ id: '张伟' }]);
  });

  it('is the whole center first, and nobody twice', async () => {
    server(address => (address.searchParams.get('centerId') ? [{ id: 'near' }] : [{ id: 'far' }, { id: 'near' }]));
    const { found, find } = useTechnicians({ centerId: 'c' });
    void find('');
    await flushPromises();
    expect(found.value.map(one => one.id).sort()).toEqual(['far', 'near']);
  });

  it('is a center by its name or district', async () => {
    server(() => [{ id: '1', name: '杭州', regions: ['西湖区'] }, { id: '2', name: '上海', regions: [] }]);
    const { found, find } = useCenters();
    void find('西湖');
    await vi.advanceTimersByTimeAsync(300);
    expect(asked[0]!.searchParams.get('q')).toBe('西湖');
    expect(found.value.map(one => one.id)).toEqual(['1']);
  });
});
