// To be replaced by the generated types when openapi/v1.json has them: what the API answers beyond the document of the pages.

export const priorities = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type Priority = (typeof priorities)[number];

export interface Part {
  code: string;
  name: string;
  quantity: number;
  /** In fen, as all money. */
  unitPrice: number;
  oldPartReturned?: boolean;
}

export interface Fees {
  labour: number;
  travel: number;
}

/** Absent from a server that does not know them yet. */
export interface TicketExtras {
  priority?: Priority;
  followUpOf?: string | null;
  visitDueAt?: string | null;
  completeDueAt?: string | null;
  overdue?: boolean;
  resolution?: string | null;
  faultCode?: string | null;
  parts?: Part[] | null;
  fees?: Fees | null;
  chargeReason?: string | null;
  total?: number | null;
}

export interface WorkingHours {
  /** Monday is 1. */
  weekday: number;
  from: string;
  to: string;
}

export interface TechnicianExtras {
  workingHours?: WorkingHours[] | null;
  dailyCapacity?: number | null;
}

export interface Absence {
  id: string;
  from: string;
  to: string;
  reason: string;
}

export interface NewAbsence {
  id: string;
  affected: string[];
}

export interface Holiday {
  date: string;
  name: string;
  working?: boolean | null;
}

export interface CenterCalendar {
  workingHours: WorkingHours[];
  holidays: Holiday[];
}
