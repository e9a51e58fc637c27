import { describe, expect, it } from 'vitest';
import { today } from '../src/shared/dates';
import { apiFilters, emptyQuery, isFiltered, readQuery, writeQuery } from '../src/admin/lib/ticket-query';

describe('the filters in the address', () => {
  it('survive being written and read', () => {
    const query = { queue: '' as const, status: ['BOOKED' as const, 'CANCELED' as const], technician: 'unassigned', center: 'none', from: '2026-11-01', to: '2026-11-30', q: '文三路 #1&2', page: 3, size: 50, sort: 'newest' as const };
    const written = Object.fromEntries(Object.entries(writeQuery(query)).map(([name, value]) => [name, String(value)]));
    expect(readQuery(written)).toEqual(query);
  });

  it('leave out what is not set', () => {
    expect(writeQuery(emptyQuery())).toEqual({});
    expect(isFiltered(emptyQuery())).toBe(false);
    expect(isFiltered({ ...emptyQuery(), q: 'x' })).toBe(true);
  });

  it('count as not given when they are wrong', () =>
    expect(readQuery({ status: 'NOPE,BOOKED', from: '2026-13-01', page: '-2', size: '7', sort: 'x' })).toEqual({ ...emptyQuery(), status: ['BOOKED'] }));

  it('are named for the API', () =>
    expect(apiFilters({ ...emptyQuery(), technician: 'unassigned', center: 'c', q: ' 林 ', sort: 'latest' }))
      .toEqual({ status: [], technicianId: 'unassigned', centerId: 'c', from: '', to: '', q: '林', sort: '-appointmentDate' }));

  it('begin with the soonest visit that is still to be done', () => {
    expect(apiFilters(emptyQuery())).toMatchObject({ sort: 'appointmentDate', status: ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS'] });
    for (const narrowed of [{ q: 'TK' }, { from: '2026-11-01' }, { sort: 'latest' as const }])
      expect(apiFilters({ ...emptyQuery(), ...narrowed }).status).toEqual([]);
    expect(apiFilters({ ...emptyQuery(), status: ['CANCELED'] }).status).toEqual(['CANCELED']);
  });

  it('of a queue are what waits in it, within the other filters', () => {
    const of = (queue: string) => apiFilters(readQuery({ queue, technician: 'unassigned' }));
    expect(of('booked')).toMatchObject({ status: ['BOOKED'], technicianId: 'unassigned', sort: 'appointmentDate' });
    expect(of('confirmed').status).toEqual(['CONFIRMED']);
    expect(of('today')).toMatchObject({ from: today(), to: today(), status: ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS'] });
    expect(of('overdue')).toMatchObject({ overdue: 'true', from: '' });
    expect(of('nonsense')).not.toHaveProperty('overdue');
    expect(writeQuery(readQuery({ queue: 'overdue' }))).toEqual({ queue: 'overdue' });
  });
});
