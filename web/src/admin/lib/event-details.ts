import { priorities, type Priority, type TicketEvent } from '../../shared/api/types';
import { formatDay, windowOf } from '../../shared/dates';
import { lang } from '../../shared/i18n';
import { reasonText, t, type Key } from '../text';

const labels: Record<string, Key> = {
  technicianName: 'technician', technician: 'technician', reason: 'reason', fields: 'fields', formerTechnicianName: 'previousTechnician', centerName: 'centerId',
  appointmentDate: 'appointmentDate', appointmentTime: 'appointmentTime', customerName: 'customerName', address: 'address',
  issueDesc: 'issueDesc', productModel: 'productModel', customerPhone: 'customerPhone', serialNumber: 'serialNumber', text: 'note', note: 'note', priority: 'priority',
  resolution: 'resolution', faultCode: 'faultCode', score: 'rating',
};

const plain = (value: unknown): string => (value === null || value === undefined || value === '' ? t('empty') : String(value));
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(name: string, value: unknown): string {
  if (name === 'priority' && typeof value === 'string' && (priorities as readonly string[]).includes(value.toUpperCase())) return t(value.toUpperCase() as Priority);
  if (name === 'appointmentDate' && typeof value === 'string') return formatDay(value, lang.value);
  return name === 'appointmentTime' && typeof value === 'string' && /^\d{2}:\d{2}/.test(value) ? windowOf(value.slice(0, 5)) : plain(value);
}

function line(name: string, value: unknown): string | null {
  const told = (text: string) => t('labelled', { label: t(labels[name]!), text });
  if (isRecord(value)) return 'from' in value || 'to' in value ? told(`${shown(name, value.from)} → ${shown(name, value.to)}`) : null;
  if (Array.isArray(value)) return value.length > 0 && value.every(one => typeof one !== 'object') ? told(value.map(one => labelOf(one)).join(t('comma'))) : null;
  return told(shown(name, value));
}

const labelOf = (value: unknown): string => (typeof value === 'string' && labels[value] ? t(labels[value]) : plain(value));

/** What a reader knows by name; ids, checksums and the weighing of candidates are for readers of the API. */
export function detailsOf(event: TicketEvent): string[] {
  if (typeof event.details === 'string') return event.details ? [event.details] : [];
  if (!isRecord(event.details)) return [];
  const { refusedFor } = event.details;
  // The change itself is the details.
  if (event.action === 'PRIORITY_CHANGED') return [line('priority', event.details)].filter((text): text is string => text !== null);
  return Object.entries(event.details)
    .filter(([name, value]) => name in labels && value !== null)
    .map(([name, value]) => line(name, name === 'reason' && event.action === 'ASSIGNMENT_FAILED' ? reasonText(String(value), refusedFor) : value))
    .filter((text): text is string => text !== null);
}

export const traceOf = (event: TicketEvent): string =>
  (isRecord(event.details) && typeof event.details.traceId === 'string' ? event.details.traceId : '');
