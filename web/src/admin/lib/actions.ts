import type { Me, TicketRow } from '../../shared/api/types';
import type { Key } from '../text';

export type ActionName = 'confirm' | 'assign' | 'start' | 'complete' | 'reschedule' | 'edit' | 'cancel' | 'upload';

export interface Action {
  name: ActionName;
  label: Key;
  /** Why it cannot be done in this state; null when it can. */
  why: Key | null;
}

type Known = Pick<TicketRow, 'status' | 'receiptCount'> & Partial<Pick<TicketRow, 'erasedAt'>>;
type Allowed = (me: Me) => boolean;
const permits = (permission: string): Allowed => me => me.permissions.includes(permission);

const may: Record<ActionName, Allowed> = {
  confirm: permits('tickets.write'),
  assign: permits('tickets.assign'),
  start: me => permits('tickets.write')(me) || me.roles.includes('technician'),
  complete: permits('tickets.complete'),
  reschedule: permits('tickets.write'),
  edit: permits('tickets.write'),
  cancel: permits('tickets.write'),
  upload: permits('tickets.upload'),
};

/** The state machine as the buttons see it; the server has the last word. */
export function whyNot(name: ActionName, ticket: Known): Key | null {
  const { status } = ticket;
  const over = status === 'COMPLETED' || status === 'CANCELED';
  const early = status === 'BOOKED' || status === 'CONFIRMED';
  switch (name) {
    case 'confirm':
      return status === 'BOOKED' ? null : 'whyConfirmed';
    case 'assign':
      return status === 'CONFIRMED' || status === 'ASSIGNED' ? null : status === 'BOOKED' ? 'whyAssign' : 'whyAssignOver';
    case 'start':
      return status === 'ASSIGNED' ? null : early ? 'whyStart' : over ? 'whyOver' : 'illegalTransition';
    case 'complete':
      return over ? 'whyOver' : early ? 'whyComplete' : ticket.receiptCount > 0 ? null : 'whyReceipt';
    case 'reschedule':
      return over || status === 'IN_PROGRESS' ? 'whyReschedule' : null;
    case 'upload':
      return over || early ? 'whyUpload' : null;
    case 'edit':
      return over ? 'whyOver' : ticket.erasedAt ? 'erased' : null;
    case 'cancel':
      return over ? 'whyOver' : null;
  }
}

const order: ActionName[] = ['confirm', 'assign', 'start', 'complete', 'reschedule', 'edit', 'cancel'];

/** Without the permission a button is absent; with it, but not in this state, it is there and says why not. */
export function actionsOf(ticket: Known, me: Me | null): Action[] {
  if (!me) return [];
  return order.filter(name => may[name](me)).map(name => ({
    name,
    label: name === 'assign' && ticket.status === 'ASSIGNED' ? 'reassign' : name,
    why: whyNot(name, ticket),
  }));
}

export const mayDo = (name: ActionName, me: Me | null): boolean => me !== null && may[name](me);
