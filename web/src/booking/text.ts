import type { ApiError } from '../shared/api/client';
import { translator } from '../shared/i18n';
import { booking } from '../shared/i18n/booking';
import { common } from '../shared/i18n/common';

export const t = translator({ ...common, ...booking });

export function failureText(error: ApiError): string {
  if (error.kind === 'timeout') return t('timeout');
  if (error.kind !== 'http') return t('offline');
  if (error.status === 429) return t('tooMany', { n: error.retryAfter ?? 60 });
  return t(error.status >= 500 ? 'unavailable' : 'refused', { trace: error.traceId || String(error.status) });
}
