import type { ApiError } from '../shared/api/client';
import { translator } from '../shared/i18n';
import { booking } from '../shared/i18n/booking';
import { common } from '../shared/i18n/common';

export const t = translator({ ...common, ...booking });

const waitText = (seconds: number) => (seconds > 90 ? t('tooManyMinutes', { n: Math.ceil(seconds / 60) }) : t('tooMany', { n: seconds }));

export function failureText(error: ApiError): string {
  if (error.kind === 'timeout') return t('timeout');
  if (error.kind !== 'http') return t('offline');
  if (error.status === 429) return waitText(error.retryAfter ?? 60);
  return t(error.status >= 500 ? 'unavailableKept' : 'refused', { trace: error.traceId || String(error.status) });
}
