import { ApiError } from '../shared/api/client';
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
};

/** Why an assignment failed, in the server's words. */
export function reasonText(reason: string | null | undefined): string {
  const known = slugs[reason ?? ''];
  return known ? t(known) : t('assignmentFailed');
}

/** A key of the table for a role or event the server may add later falls back to its own name. */
export function named(prefix: 'role_' | 'ev_', name: string): string {
  const key = prefix + name;
  return key in table ? t(key as Key) : name;
}

export function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('networkProblem');
  if (error.kind !== 'http') return t('networkProblem');
  const known = slugs[error.slug];
  if (known) return t(known);
  if (error.status === 403) return t('forbidden');
  if (error.status === 404) return t('notFoundTicket');
  if (error.status === 429) return t('tooMany', { n: error.retryAfter ?? 30 });
  return t(error.status >= 500 ? 'unavailable' : 'refused', { trace: error.traceId || String(error.status) });
}
