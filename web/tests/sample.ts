import type { Ticket } from '../src/shared/api/types';

export const sampleTicket = (part: Partial<Ticket>): Ticket => ({
  id: '0199c000-0000-7000-8000-000000000001', ticketNo: 'TK00000001', status: 'CONFIRMED', version: 2, customerName: '李雷', customerPhoneMasked: '138****8000',
  address: '文三路 1 号', centerId: null, centerName: null, productModel: null, issueDesc: '不打火', appointmentDate: '2026-11-24', appointmentTime: '09:30',
  technicianId: null, technicianName: null, createdAt: '2026-11-23T08:00:00Z', updatedAt: '2026-11-23T08:00:00Z', completedAt: null, erasedAt: null, urgedAt: null, rating: null, serialNumber: null, coverage: 'UNKNOWN', canceledReason: null,
  priority: 'NORMAL', followUpOf: null, visitDueAt: null, completeDueAt: null, overdue: false, resolution: null, faultCode: null, parts: [], fees: null,
  chargeReason: null, total: null, receiptCount: 0, events: [], images: [], ...part,
});
