import { ApiError, call } from '../shared/api/client';
import type { BookingReceipt, BookingRequest } from '../shared/api/types';
import type { Draft } from './draft';

export interface Booked {
  receipt: BookingReceipt;
  request: BookingRequest;
  /** True when an attempt thought lost had arrived, and this is its booking. */
  earlier: boolean;
}

const post = (request: BookingRequest, key: string) =>
  call<BookingReceipt>('POST', '/api/public/booking', { body: request, key });

const same = (a: BookingRequest, b: BookingRequest) => JSON.stringify(a) === JSON.stringify(b);

/**
 * One key for the whole form: a retry can never book twice. When an answer was lost and the customer then
 * changed a field, the key belongs to the first body; sending that body again answers with its ticket.
 */
export async function send(draft: Draft, request: BookingRequest): Promise<Booked> {
  try {
    const { data } = await post(request, draft.key);
    return { receipt: data, request, earlier: false };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.slug === 'idempotency-key-reused') return replay(draft);
    const mayHaveArrived = error.kind !== 'http' || error.status >= 500;
    if (mayHaveArrived && !draft.unanswered.some(one => same(one, request))) draft.unanswered.push(request);
    throw error;
  }
}

async function replay(draft: Draft): Promise<Booked> {
  for (const request of draft.unanswered) {
    try {
      const { data } = await post(request, draft.key);
      return { receipt: data, request, earlier: true };
    } catch (error) {
      if (!(error instanceof ApiError) || error.slug !== 'idempotency-key-reused') throw error;
    }
  }
  throw new ApiError('http', 422);
}
