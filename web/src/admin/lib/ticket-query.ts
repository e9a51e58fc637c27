import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { statuses, type TicketStatus } from '../../shared/api/types';
import { isDay, today } from '../../shared/dates';

export const pageSizes = [20, 50, 100] as const;
export const unassigned = 'unassigned';
export const noCenter = 'none';
export const openStatuses = ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS'] as const satisfies readonly TicketStatus[];
const sorts = ['latest', 'newest'] as const;
/** What waits for whom; '' is all. */
export const queues = ['booked', 'confirmed', 'today', 'overdue', ''] as const;
export type Queue = (typeof queues)[number];

export interface TicketQuery {
  queue: Queue;
  status: TicketStatus[];
  technician: string;
  center: string;
  from: string;
  to: string;
  q: string;
  page: number;
  size: number;
  /** Empty: the soonest visit first. */
  sort: '' | (typeof sorts)[number];
}

export const emptyQuery = (): TicketQuery => ({ queue: '', status: [], technician: '', center: '', from: '', to: '', q: '', page: 1, size: 20, sort: '' });

const one = (value: LocationQuery[string] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? '';
const many = (value: LocationQuery[string] | undefined): string[] => [value ?? []].flat().filter((text): text is string => text !== null);

/** The address is typed and shared by people: whatever is wrong in it counts as not given. */
export function readQuery(query: LocationQuery): TicketQuery {
  const page = Number(one(query.page));
  const size = Number(one(query.size));
  return {
    queue: queues.find(known => known === one(query.queue)) ?? '',
    status: many(query.status).flatMap(text => text.split(',')).filter((text): text is TicketStatus => (statuses as readonly string[]).includes(text)),
    technician: one(query.technician),
    center: one(query.center),
    from: isDay(one(query.from)) ? one(query.from) : '',
    to: isDay(one(query.to)) ? one(query.to) : '',
    q: one(query.q).slice(0, 100),
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: (pageSizes as readonly number[]).includes(size) ? size : 20,
    sort: sorts.find(known => known === one(query.sort)) ?? '',
  };
}

export function writeQuery(query: TicketQuery): LocationQueryRaw {
  return {
    ...(query.queue ? { queue: query.queue } : {}),
    ...(query.status.length > 0 ? { status: query.status.join(',') } : {}),
    ...(query.technician ? { technician: query.technician } : {}),
    ...(query.center ? { center: query.center } : {}),
    ...(query.from ? { from: query.from } : {}),
    ...(query.to ? { to: query.to } : {}),
    ...(query.q ? { q: query.q } : {}),
    ...(query.page > 1 ? { page: query.page } : {}),
    ...(query.size !== 20 ? { size: query.size } : {}),
    ...(query.sort ? { sort: query.sort } : {}),
  };
}

export const isFiltered = (query: TicketQuery): boolean =>
  query.status.length > 0 || [query.technician, query.center, query.from, query.to, query.q].some(Boolean);

const statusesOfQueue: Record<Exclude<Queue, ''>, readonly TicketStatus[]> = { booked: ['BOOKED'], confirmed: ['CONFIRMED'], today: openStatuses, overdue: openStatuses };

/** The soonest visit of all time is years ago: where nothing else narrows the list, it begins with what is still to be done. */
export function statusesOf(query: TicketQuery): readonly TicketStatus[] {
  if (query.status.length > 0) return query.status;
  if (query.queue) return statusesOfQueue[query.queue];
  return query.sort || query.from || query.to || query.q.trim() ? [] : openStatuses;
}

const order = { '': 'appointmentDate', latest: '-appointmentDate', newest: '-createdAt' } as const;

/** The list's filters as the API names them. */
export function apiFilters(query: TicketQuery): Record<string, string | readonly string[]> {
  const now = query.queue === 'today' ? today() : '';
  return {
    status: statusesOf(query),
    technicianId: query.technician,
    centerId: query.center,
    from: query.from || now,
    to: query.to || now,
    q: query.q.trim(),
    ...(query.queue === 'overdue' ? { overdue: 'true' } : {}),
    sort: order[query.sort],
  };
}
