import { describe, expect, it } from 'vitest';
import { conflictOf } from '../src/admin/lib/conflict';
import { sampleTicket } from './sample';

const event = (id: string, actor: string) => ({ id, action: 'EDITED' as const, actor, actorRole: 'agent', at: '2026-11-23T09:00:00Z', fromStatus: null, toStatus: 'CONFIRMED' as const, details: null });

describe('a conflict', () => {
  it('names who came between and what differs', () => {
    const seen = sampleTicket({ events: [event('1', 'agent')] });
    const latest = sampleTicket({ version: 3, address: '新地址 8 号', technicianName: '李师傅', events: [event('1', 'agent'), event('2', 'admin'), event('3', 'ops')] });
    const conflict = conflictOf(seen, latest);
    expect(conflict.by?.actor).toBe('ops');
    expect(conflict.differences).toEqual([
      { field: 'technicianName', seen: '', now: '李师傅' },
      { field: 'address', seen: '文三路 1 号', now: '新地址 8 号' },
    ]);
  });

  it('may show no difference at all', () => {
    const conflict = conflictOf(sampleTicket({}), sampleTicket({ version: 2 }));
    expect(conflict).toMatchObject({ by: null, differences: [] });
  });
});
