import type { Me, TicketRow } from '../../shared/api/types';
import type { Key } from '../text';

export type ActionName = 'confirm' | 'assign' | 'start' | 'complete' | 'reschedule' | 'edit' | 'cancel' | 'upload' | 'return' | 'priority' | 'follow-up' | 'erase';

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
  return: permits('tickets.assign'),
  priority: me => permits('tickets.write')(me) || permits('tickets.assign')(me),
  'follow-up': permits('tickets.write'),
  erase: permits('privacy.erase'),
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
    case 'priority':
      return over ? 'whyOver' : null;
    case 'return':
      return status === 'ASSIGNED' || status === 'IN_PROGRESS' ? null : 'whyReturn';
    case 'follow-up':
      return status === 'IN_PROGRESS' || status === 'COMPLETED' ? (ticket.erasedAt ? 'erased' : null) : 'whyFollowUp';
    case 'erase':
      return ticket.erasedAt ? 'erased' : null;
  }
}

const order: ActionName[] = ['confirm', 'assign', 'start', 'complete', 'reschedule', 'edit', 'cancel'];

const rarer: ActionName[] = ['return', 'priority', 'follow-up', 'erase'];

/** Without the permission a button is absent; with it, but not in this state, it is there and says why not. */
export const actionsOf = (ticket: Known, me: Me | null): Action[] => among(order, ticket, me);
/** Those nobody needs each day stand under a menu. */
export const rarerActionsOf = (ticket: Known, me: Me | null): Action[] => among(rarer, ticket, me);

function among(names: ActionName[], ticket: Known, me: Me | null): Action[] {
  if (!me) return [];
  return names.filter(name => may[name](me)).map(name => ({
    name,
    label: name === 'assign' && ticket.status === 'ASSIGNED' ? 'reassign' : name,
    why: whyNot(name, ticket),
  }));
}

export const mayDo = (name: ActionName, me: Me | null): boolean => me !== null && may[name](me);
