import type { components } from './generated/v1';

type Schemas = components['schemas'];

export type TicketStatus = Schemas['TicketStatus'];
export const statuses = ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'CANCELED'] as const satisfies readonly TicketStatus[];
export type TicketAction = Schemas['TicketAction'];

export type Page<T> = Omit<Schemas['ListResponseOfTicketSummary'], 'items'> & { items: T[] };

/** The document names no type for an instant, so neither that these may be absent. */
export type TicketRow = Omit<Schemas['TicketSummary'], 'completedAt' | 'erasedAt' | 'urgedAt' | 'visitDueAt' | 'completeDueAt'> & {
  completedAt: string | null;
  erasedAt: string | null;
  urgedAt: string | null;
  visitDueAt: string | null;
  completeDueAt: string | null;
};
export type Priority = Schemas['TicketPriority'];
export const priorities = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const satisfies readonly Priority[];
/** What a page sends may leave out whether the old part comes back. */
export type Part = Omit<Schemas['ReportPart'], 'oldPartReturned'> & { oldPartReturned?: boolean | null };
export type Fees = Schemas['ReportFees'];
export type TicketEvent = Schemas['TicketEventResponse'];
/** The answer to an upload also says whether the photo was there before. */
export type TicketImage = Schemas['TicketImageResponse'] & Partial<Pick<Schemas['ImageResponse'], 'duplicate'>>;
export type Ticket = TicketRow & { events: TicketEvent[]; images: TicketImage[] };
/** While it runs only its number and state are told. */
export type Assignment = Schemas['Progress'] & Partial<Pick<Schemas['AssignmentResponse'], 'tries' | 'reason' | 'refusedFor'>>;
export type Technician = Schemas['TechnicianResponse'];
export type WorkingHours = Schemas['WorkingHours'];
export type Absence = Schemas['AbsenceResponse'];
export type NewAbsence = Schemas['AddedAbsence'];
export type CenterCalendar = Schemas['CenterCalendar'];
export type Holiday = Schemas['Holiday'];
export type Center = Schemas['ServiceCenterResponse'];
export type BookedSlot = Schemas['BookedSlot'];
export type RevealedPhone = Schemas['RevealedPhone'];
export type Me = Schemas['Account'];

export type Account = Omit<Schemas['AccountResponse'], 'lastSignInAt'> & { lastSignInAt: string | null };
export type AccountWithPassword = Schemas['AccountWithPassword'];
export type AuditLine = Schemas['AuditEntryResponse'];
export type Product = Schemas['ProductResponse'];
export type ImportedProducts = Schemas['ImportedProducts'];

/** By appointment date; every status has its count. */
export type Stats = Omit<Schemas['TicketStats'], 'byStatus'> & { byStatus: Record<TicketStatus, number> };

type Given<T> = { [Name in keyof T]: NonNullable<T[Name]> };
/** The document lets the server say itself what is missing; a page never sends null. */
export type BookingRequest = Given<Schemas['BookingRequest']>;
export type BookingReceipt = Schemas['SubmittedBooking'];
export type PublicTicket = Schemas['BookingStatus'];
export type PublicCenter = Schemas['CenterItem'];
export type Slot = Schemas['SlotItem'];
export type ArrivalWindow = Schemas['WindowItem'];
/** The document names no type for an instant, so neither that it may be absent. */
export type OwnTicket = Omit<Schemas['OwnTicket'], 'urgedAt'> & { urgedAt: string | null };

export type Problem = Partial<Given<Schemas['ProblemDetails']>> & {
  traceId?: string;
  errors?: Record<string, string[]>;
  codes?: Record<string, string[]>;
  currentVersion?: number;
  /** Why an assignment was refused. */
  reason?: string;
};

/** One event of the stream, which OpenAPI cannot describe. */
export interface StreamEvent {
  ticketId: string;
  ticketNo: string;
  /** REMOVED is told to the technician who lost the ticket. */
  status: TicketStatus | 'REMOVED';
  version: number;
  at: string;
}
