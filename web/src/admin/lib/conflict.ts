import type { Ticket, TicketEvent } from '../../shared/api/types';

export const compared = [
  'status', 'technicianName', 'appointmentDate', 'appointmentTime', 'customerName', 'customerPhoneMasked',
  'address', 'productModel', 'issueDesc', 'centerName', 'canceledReason', 'receiptCount',
] as const;
export type ComparedField = (typeof compared)[number];

export interface Difference {
  field: ComparedField;
  seen: string;
  now: string;
}

export interface Conflict {
  latest: Ticket;
  by: TicketEvent | null;
  differences: Difference[];
}

const text = (value: string | number | null) => (value === null ? '' : String(value));

export function conflictOf(seen: Ticket, latest: Ticket): Conflict {
  const known = new Set(seen.events.map(event => event.id));
  const fresh = latest.events.filter(event => !known.has(event.id));
  return {
    latest,
    by: fresh.at(-1) ?? null,
    differences: compared
      .map(field => ({ field, seen: text(seen[field]), now: text(latest[field]) }))
      .filter(difference => difference.seen !== difference.now),
  };
}
