import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { statuses, type TicketStatus } from '../../shared/api/types';
import { isDay } from '../../shared/dates';

export const pageSizes = [20, 50, 100] as const;
export const unassigned = 'unassigned';

export interface TicketQuery {
  status: TicketStatus[];
  technician: string;
  from: string;
  to: string;
  q: string;
  page: number;
  size: number;
  sort: '' | 'oldest';
}

export const emptyQuery = (): TicketQuery => ({ status: [], technician: '', from: '', to: '', q: '', page: 1, size: 20, sort: '' });

const one = (value: LocationQuery[string] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? '';
const many = (value: LocationQuery[string] | undefined): string[] => [value ?? []].flat().filter((text): text is string => text !== null);

/** The address is typed and shared by people: whatever is wrong in it counts as not given. */
export function readQuery(query: LocationQuery): TicketQuery {
  const page = Number(one(query.page));
  const size = Number(one(query.size));
  return {
    status: many(query.status).flatMap(text => text.split(',')).filter((text): text is TicketStatus => (statuses as readonly string[]).includes(text)),
    technician: one(query.technician),
    from: isDay(one(query.from)) ? one(query.from) : '',
    to: isDay(one(query.to)) ? one(query.to) : '',
    q: one(query.q).slice(0, 100),
    page: Number.isInteger(page) && page > 0 ? page : 1,
    size: (pageSizes as readonly number[]).includes(size) ? size : 20,
    sort: one(query.sort) === 'oldest' ? 'oldest' : '',
  };
}

export function writeQuery(query: TicketQuery): LocationQueryRaw {
  return {
    ...(query.status.length > 0 ? { status: query.status.join(',') } : {}),
    ...(query.technician ? { technician: query.technician } : {}),
    ...(query.from ? { from: query.from } : {}),
    ...(query.to ? { to: query.to } : {}),
    ...(query.q ? { q: query.q } : {}),
    ...(query.page > 1 ? { page: query.page } : {}),
    ...(query.size !== 20 ? { size: query.size } : {}),
    ...(query.sort ? { sort: query.sort } : {}),
  };
}

export const isFiltered = (query: TicketQuery): boolean =>
  query.status.length > 0 || [query.technician, query.from, query.to, query.q].some(Boolean);

/** The list's filters as the API names them. */
export function apiFilters(query: TicketQuery): Record<string, string | readonly string[]> {
  return {
    status: query.status,
    technicianId: query.technician,
    from: query.from,
    to: query.to,
    q: query.q.trim(),
    sort: query.sort === 'oldest' ? 'appointmentDate' : '',
  };
}
