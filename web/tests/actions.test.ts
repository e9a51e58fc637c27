import { describe, expect, it } from 'vitest';
import { actionsOf, rarerActionsOf, whyNot, type ActionName } from '../src/admin/lib/actions';
import { statuses, type Me, type TicketStatus } from '../src/shared/api/types';

const me = (roles: string[], ...permissions: string[]): Me => ({ id: '1', userName: 'x', displayName: 'X', roles, permissions, technicianId: null });
const admin = me(['admin'], 'tickets.read', 'tickets.write', 'tickets.assign', 'tickets.complete', 'tickets.upload');
const agent = me(['agent'], 'tickets.read', 'tickets.write', 'tickets.upload');
const ops = me(['ops_manager'], 'tickets.read', 'tickets.assign', 'tickets.complete');
const technician = me(['technician'], 'tickets.read', 'tickets.complete', 'tickets.upload');
const names = (who: Me) => actionsOf({ status: 'ASSIGNED', receiptCount: 1 }, who).map(action => action.name);

describe('the buttons of a ticket', () => {
  it('are those the permissions allow', () => {
    expect(names(admin)).toEqual(['confirm', 'assign', 'start', 'complete', 'reschedule', 'edit', 'cancel']);
    expect(names(agent)).toEqual(['confirm', 'start', 'reschedule', 'edit', 'cancel']);
    expect(names(ops)).toEqual(['assign', 'complete']);
    expect(names(technician)).toEqual(['start', 'complete']);
    expect(actionsOf({ status: 'BOOKED', receiptCount: 0 }, null)).toEqual([]);
  });

  const possible: Record<ActionName, TicketStatus[]> = {
    confirm: ['BOOKED'],
    assign: ['CONFIRMED', 'ASSIGNED'],
    start: ['ASSIGNED'],
    complete: ['ASSIGNED', 'IN_PROGRESS'],
    reschedule: ['BOOKED', 'CONFIRMED', 'ASSIGNED'],
    edit: ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS'],
    cancel: ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS'],
    upload: ['ASSIGNED', 'IN_PROGRESS'],
    return: ['ASSIGNED', 'IN_PROGRESS'],
    priority: ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS'],
    'follow-up': ['IN_PROGRESS', 'COMPLETED'],
    erase: [...statuses],
  };
  it.each(Object.entries(possible))('%s is possible in its states only', (name, allowed) =>
    expect(statuses.filter(status => whyNot(name as ActionName, { status, receiptCount: 1 }) === null)).toEqual(allowed));

  it('under the menu are those the permissions allow', () => {
    const rarer = (who: Me) => rarerActionsOf({ status: 'ASSIGNED', receiptCount: 0 }, who).map(action => action.name);
    expect(rarer(me(['admin'], 'tickets.write', 'tickets.assign', 'privacy.erase'))).toEqual(['return', 'priority', 'follow-up', 'erase']);
    expect(rarer(agent)).toEqual(['priority', 'follow-up']);
    expect(rarer(ops)).toEqual(['return', 'priority']);
    expect(rarer(technician)).toEqual([]);
    expect(whyNot('erase', { status: 'CANCELED', receiptCount: 0, erasedAt: '2026-11-24T00:00:00Z' })).toBe('erased');
  });

  it('ask for a receipt before completing', () => {
    expect(whyNot('complete', { status: 'IN_PROGRESS', receiptCount: 0 })).toBe('whyReceipt');
    expect(whyNot('complete', { status: 'IN_PROGRESS', receiptCount: 1 })).toBeNull();
  });
});
