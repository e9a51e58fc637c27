import { failureText as bookingFailure } from '../booking/text';
import type { ApiError } from '../shared/api/client';
import { translator } from '../shared/i18n';
import { booking } from '../shared/i18n/booking';
import { common } from '../shared/i18n/common';
import { ticket } from '../shared/i18n/ticket';

export const t = translator({ ...common, ...booking, ...ticket });

/** What a refused action means to a customer; null where the page as it is now says it best. */
export function refusalText(error: ApiError): string | null {
  switch (error.slug) {
    case 'illegal-transition':
    case 'concurrent-change':
      return t('changedMeanwhile');
    case 'too-late':
      return t('tooLate');
    case 'slot-full':
      return t('slotTaken');
    case 'too-many-pictures':
      return t('picturesTooMany');
    case 'unsupported-image':
      return t('pictureBad');
    case 'file-too-large':
    case 'payload-too-large':
      return t('pictureTooLarge');
    case 'already-rated':
      return t('ratedAlready');
    case 'too-many-requests':
      return error.retryAfter !== null && error.retryAfter > 60 ? t('urgeWait', { n: Math.ceil(error.retryAfter / 60) }) : bookingFailure(error);
    default:
      return bookingFailure(error);
  }
}
