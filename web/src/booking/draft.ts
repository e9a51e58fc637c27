import { newKey } from '../shared/api/client';
import type { BookingRequest } from '../shared/api/types';
import { emptyAnswers, type BookingAnswers } from '../shared/booking-rules';

export interface Draft {
  answers: BookingAnswers;
  key: string;
  /** What was sent under the key without an answer coming back: each may have arrived. */
  unanswered: BookingRequest[];
}

const name = 'meida.booking';

export const newDraft = (): Draft => ({ answers: emptyAnswers(), key: newKey(), unanswered: [] });

export function loadDraft(): Draft {
  try {
    const saved = JSON.parse(sessionStorage.getItem(name) ?? 'null') as Partial<Draft> | null;
    if (!saved?.key) return newDraft();
    return { answers: { ...emptyAnswers(), ...saved.answers }, key: saved.key, unanswered: saved.unanswered ?? [] };
  } catch {
    return newDraft();
  }
}

export function saveDraft(draft: Draft): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // Without storage the answers live as long as the page.
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // See saveDraft.
  }
}
