import { ApiError } from '../shared/api/client';
import type { Problem, TicketRow } from '../shared/api/types';
import { translator } from '../shared/i18n';
import { admin } from '../shared/i18n/admin';
import { common } from '../shared/i18n/common';

const table = { ...common, ...admin };
export type Key = keyof typeof table;
export const t = translator(table);

const slugs: Partial<Record<string, Key>> = {
  'illegal-transition': 'illegalTransition',
  'receipt-required': 'whyReceipt',
  'technician-unavailable': 'technicianBusy',
  'no-technician-available': 'noneAvailable',
  'assignment-in-progress': 'assignmentRunning',
  'concurrent-change': 'concurrent',
  'technicians-unreachable': 'techniciansUnreachable',
  'slot-full': 'slotTaken',
  'verification-code-required': 'codeRequired',
  'verification-code-wrong': 'codeWrong',
  'signature-required': 'signatureRequired',
  'last-admin': 'lastAdmin',
  erased: 'erased',
  duplicate: 'duplicate',
  'absence-overlap': 'absenceOverlap',
  'password-change-required': 'passwordChange',
  'totp-required': 'totpRequired',
  'totp-enrolment-required': 'totpEnrolment',
};

/** The same word says something else of one technician than of all. */
const reasons: Partial<Record<string, Partial<Record<string, Key>>>> = {
  'technician-unavailable': { overlap: 'busyOverlap', capacity: 'busyCapacity', inactive: 'busyInactive', unknown: 'busyUnknown', absent: 'busyAbsent', hours: 'busyHours' },
  'no-technician-available': { overlap: 'allOverlap', capacity: 'allCapacity', inactive: 'allInactive', skill: 'noSkill', 'no-center': 'noCenter' },
};

/** Why an assignment failed, in the server's words. */
export function reasonText(slug: string | null | undefined, reason?: unknown): string {
  const known = reasons[slug ?? '']?.[typeof reason === 'string' ? reason : ''] ?? slugs[slug ?? ''];
  return known ? t(known) : t('assignmentFailed');
}

const fieldName = (field: string): string => (field in table ? t(field as Key) : field);

/** The fields a validation problem names, and whether they could not be set here at all. */
function validationText({ codes, errors }: Problem): string | null {
  const fields = Object.keys({ ...errors, ...codes });
  if (fields.length === 0) return null;
  const fixed = fields.filter(field => codes?.[field]?.includes('not-changeable'));
  return t(fixed.length > 0 ? 'notChangeable' : 'checkFields', { fields: (fixed.length > 0 ? fixed : fields).map(fieldName).join(t('comma')) });
}

/** A key of the table for a role or event the server may add later falls back to its own name. */
export function named(prefix: 'role_' | 'ev_', name: string): string {
  const key = prefix + name;
  return key in table ? t(key as Key) : name;
}

export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('networkProblem');
  if (error.kind !== 'http') return t('networkProblem');
  if (error.slug in reasons) return reasonText(error.slug, error.problem.reason);
  const known = slugs[error.slug];
  if (known) return t(known);
  const wrong = error.slug === 'validation' ? validationText(error.problem) : null;
  if (wrong) return wrong;
  if (error.status === 403) return t('forbidden');
  if (error.status === 404) return t(error.problem.instance?.includes('/tickets/') ?? true ? 'notFoundTicket' : 'notFound');
  if (error.status === 429) return (error.retryAfter ?? 30) > 90 ? t('tooManyMinutes', { n: Math.ceil(error.retryAfter! / 60) }) : t('tooMany', { n: error.retryAfter ?? 30 });
  return t(error.status >= 500 ? 'unavailable' : 'refused', { trace: error.traceId || String(error.status) });
}

/** What is left of a name of invisible characters, or of one that was erased, is still something to read and to click. */
export function customerOf(ticket: Pick<TicketRow, 'customerName' | 'erasedAt'>): string {
  if (/[\p{L}\p{N}\p{S}\p{P}]/u.test(ticket.customerName)) return ticket.customerName;
  return t(ticket.erasedAt ? 'erasedCustomer' : 'noName');
}
