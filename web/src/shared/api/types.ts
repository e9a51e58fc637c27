export const statuses = ['BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'CANCELED'] as const;
export type TicketStatus = (typeof statuses)[number];

export type TicketAction =
  | 'BOOKED' | 'CONFIRMED' | 'RESCHEDULED' | 'EDITED' | 'ASSIGNED' | 'REASSIGNED' | 'ASSIGNMENT_FAILED'
  | 'STARTED' | 'RECEIPT_UPLOADED' | 'COMPLETED' | 'CANCELED' | 'PHONE_REVEALED';

export interface Page<T> {
  items: T[];
  page: number;
  pageSize: number;
  total: number;
  totalIsExact: boolean;
  nextCursor?: string | null;
}

export interface TicketEvent {
  id: string;
  action: TicketAction;
  actor: string;
  actorRole: string;
  at: string;
  fromStatus: TicketStatus | null;
  toStatus: TicketStatus | null;
  details: unknown;
}

export interface TicketImage {
  imageId: string;
  type: string;
  url: string;
  contentType: string;
  size: number;
  width: number;
  height: number;
  checksumSha256: string;
  duplicate?: boolean;
  uploadedBy?: string | null;
  uploadedAt?: string | null;
}

export interface TicketRow {
  id: string;
  ticketNo: string;
  status: TicketStatus;
  version: number;
  customerName: string;
  customerPhoneMasked: string;
  address: string;
  centerId: string | null;
  centerName: string | null;
  productModel: string | null;
  issueDesc: string;
  appointmentDate: string;
  appointmentTime: string;
  technicianId: string | null;
  technicianName: string | null;
  createdAt: string;
  updatedAt: string;
  completedAt: string | null;
  canceledReason: string | null;
  receiptCount: number;
}

export interface Ticket extends TicketRow {
  events: TicketEvent[];
  images: TicketImage[];
}

export interface Assignment {
  id: string;
  state: string;
  tries?: number;
  reason?: string | null;
}

export interface Technician {
  id: string;
  name: string;
  phoneMasked: string;
  centerId: string;
  centerName: string;
  skills: string[];
  isActive: boolean;
  load7d: number;
}

export interface Me {
  id: string;
  userName: string;
  displayName: string;
  roles: string[];
  permissions: string[];
  technicianId: string | null;
}

export interface StreamEvent {
  ticketId: string;
  ticketNo: string;
  status: TicketStatus;
  version: number;
  at: string;
}

export interface BookingRequest {
  customerName: string;
  customerPhone: string;
  address: string;
  appointmentDate: string;
  appointmentTime: string;
  issueDesc: string;
  centerId?: string;
  productModel?: string;
}

export interface BookingReceipt {
  ticketId: string;
  ticketNo: string;
  status: TicketStatus;
}

export interface PublicTicket {
  ticketNo: string;
  status: TicketStatus;
  appointmentDate: string;
  appointmentTime: string;
  technicianName: string | null;
  timeline: { status: TicketStatus; at: string }[];
}

export interface PublicCenter {
  id: string;
  name: string;
  regions: string[];
}

export interface Slot {
  time: string;
  remaining: number | null;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  traceId?: string;
  errors?: Record<string, string[]>;
  codes?: Record<string, string[]>;
  currentVersion?: number;
}

/** By appointment date. */
export interface Stats {
  from: string | null;
  to: string | null;
  total: number;
  byStatus: Record<TicketStatus, number>;
  byDay: { date: string; total: number; completed: number; canceled: number }[];
  byTechnician: { technicianId: string; technicianName: string | null; total: number; completed: number }[];
  completionHours: { count: number; median: number | null; p90: number | null };
}
