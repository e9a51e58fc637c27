import { afterEach, describe, expect, it } from 'vitest';
import { detailsOf } from '../src/admin/lib/event-details';
import type { TicketEvent } from '../src/shared/api/types';
import { setLang } from '../src/shared/i18n';

const event = (details: unknown, action: TicketEvent['action'] = 'RESCHEDULED'): TicketEvent =>
  ({ id: '1', action, actor: 'agent', actorRole: 'agent', at: '2026-11-24T01:00:00Z', fromStatus: null, toStatus: 'BOOKED', details });

describe('what the history says of a change', () => {
  afterEach(() => setLang('zh-CN'));

  it('shows dates with their weekday and times as arrival windows', () => {
    setLang('zh-CN');
    expect(detailsOf(event({ appointmentDate: { from: '2026-11-29', to: '2026-11-30' }, appointmentTime: '09:30' })))
      .toEqual(['上门日期：2026-11-29 周日 → 2026-11-30 周一', '上门时间段：09:30–11:30']);
  });

  it('names the changed fields', () => {
    setLang('en');
    expect(detailsOf(event({ fields: ['address', 'customerName'] }, 'EDITED'))).toEqual(['Changed: Address, Name']);
  });

  it('says a note and the new priority in words', () => {
    setLang('zh-CN');
    expect(detailsOf(event({ text: '周末在家' }, 'NOTED'))).toEqual(['备注：周末在家']);
    expect(detailsOf(event({ from: 'NORMAL', to: 'URGENT' }, 'PRIORITY_CHANGED'))).toEqual(['优先级：普通 → 紧急']);
  });

  it('leaves out what is for readers of the API', () => expect(detailsOf(event({ candidates: [{ id: 1 }], technicianId: 'x' }, 'ASSIGNED'))).toEqual([]));
});
