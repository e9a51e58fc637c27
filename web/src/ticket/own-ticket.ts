import { call, get, newKey } from '../shared/api/client';
import type { OwnTicket, TicketStatus } from '../shared/api/types';

export type Action = 'reschedule' | 'cancel' | 'urge' | 'rating';

export const tokenOf = (path: string): string => path.split('/').filter(Boolean).pop() ?? '';

const address = (token: string, action = ''): string => `/api/public/tickets/${encodeURIComponent(token)}${action && `/${action}`}`;

export const calendarOf = (token: string): string => address(token, 'calendar.ics');

export const load = (token: string): Promise<OwnTicket> => get<OwnTicket>(address(token));

/** One key an intention: an answer that was lost is asked for again, and nothing is done twice. */
export class Sender {
  private last: { what: string; key: string } | null = null;

  constructor(private readonly token: string) {}

  async send(action: Action, body: object = {}): Promise<OwnTicket> {
    const what = `${action} ${JSON.stringify(body)}`;
    if (this.last?.what !== what) this.last = { what, key: newKey() };
    const { data } = await call<OwnTicket>('POST', address(this.token, action), { body, key: this.last.key });
    this.last = null;
    return data;
  }
}

/** What is sent again is told apart by its bytes. */
export async function sendPictures(token: string, files: readonly File[]): Promise<void> {
  const form = new FormData();
  for (const file of files) form.append('files', file);
  await call('POST', address(token, 'images'), { form, timeoutMs: 120_000 });
}

export async function chooseNotices(token: string, wanted: boolean): Promise<void> {
  await call('POST', address(token, 'notices'), { body: { wanted } });
}

export interface TrackStep {
  status: TicketStatus;
  state: 'done' | 'now' | 'ahead';
  at: string | null;
}

const way: readonly TicketStatus[] = ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED'];

/** The way of a ticket: what is behind it, with the last time each was reached, and what lies ahead unless it was canceled. */
export function trackOf(ticket: Pick<OwnTicket, 'status' | 'timeline'>): TrackStep[] {
  const reached = new Map(ticket.timeline.map(step => [step.status, step.at]));
  if (ticket.status === 'CANCELED') {
    const behind = way.filter(status => reached.has(status)).map(status => ({ status, state: 'done' as const, at: reached.get(status)! }));
    return [...behind, { status: 'CANCELED', state: 'now', at: reached.get('CANCELED') ?? null }];
  }
  const place = way.indexOf(ticket.status);
  return way.map((status, i) => ({
    status,
    state: i < place ? ('done' as const) : i === place ? ('now' as const) : ('ahead' as const),
    at: i <= place ? (reached.get(status) ?? null) : null,
  }));
}
