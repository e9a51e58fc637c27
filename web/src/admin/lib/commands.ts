import { ApiError, call, get, newKey } from '../../shared/api/client';
import type { Assignment, Ticket, TicketRow } from '../../shared/api/types';
import type { ActionName } from './actions';

export type CommandName = Exclude<ActionName, 'upload'>;
type Known = Pick<TicketRow, 'id' | 'version'>;

export interface CommandAnswer {
  ticket: Ticket;
  /** Set when the server is still at it (202). */
  pending: Assignment | null;
}

const keys = new Map<string, string>();

export const loadTicket = (id: string, signal?: AbortSignal) => get<Ticket>(`/api/tickets/${encodeURIComponent(id)}`, undefined, signal);

/** The same wish keeps its key until the server has answered it, so trying again after a lost answer does it once. */
export async function command(name: CommandName, ticket: Known, body?: Record<string, unknown>): Promise<CommandAnswer> {
  const path = `/api/tickets/${encodeURIComponent(ticket.id)}`;
  const wish = JSON.stringify([name, ticket.id, ticket.version, body]);
  const key = keys.get(wish) ?? newKey();
  keys.set(wish, key);
  try {
    const answer = await call<Ticket & { assignment?: Assignment }>(
      name === 'edit' ? 'PATCH' : 'POST',
      name === 'edit' ? path : `${path}/${name}`,
      { body, version: ticket.version, key },
    );
    keys.delete(wish);
    const pending = answer.status === 202 ? (answer.data.assignment ?? { id: '', state: '' }) : null;
    return { ticket: pending || !answer.data.events ? await loadTicket(pending ? ticket.id : answer.data.id || ticket.id) : answer.data, pending };
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'http' && error.status < 500) keys.delete(wish);
    throw error;
  }
}

export type AssignmentEnd = 'running' | 'done' | 'failed';

export function endOf(assignment: Assignment): AssignmentEnd {
  if (assignment.state === 'ASSIGNED') return 'done';
  return assignment.state === 'FAILED' ? 'failed' : 'running';
}
