import { ApiError, call, reportSignedOut } from '../../shared/api/client';
import type { TicketImage } from '../../shared/api/types';
import { failureText, t } from '../text';
import { notify } from './notify';
import { UploadQueue } from './upload-queue';
import { indexedDbStore } from './upload-store';

type Listener = (ticketId: string, images: TicketImage[]) => void;
const listeners = new Set<Listener>();

export function onStored(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const removals = new Set<(ticketId: string) => void>();

export function onRemoved(listener: (ticketId: string) => void): () => void {
  removals.add(listener);
  return () => removals.delete(listener);
}

/** The server's photo too; one that is gone already counts as deleted. */
export async function discard(imageId: string): Promise<void> {
  try {
    await call('DELETE', `/api/files/ticket-receipt/${encodeURIComponent(imageId)}`);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  }
}

export const uploads = new UploadQueue({
  store: indexedDbStore(),
  stored: (ticketId, images) => listeners.forEach(listener => listener(ticketId, images)),
  discard,
  discarded: ({ ticketId, name }) => {
    notify(t('removed', { name }));
    removals.forEach(listener => listener(ticketId));
  },
  notDiscarded: error => notify(failureText(error), 'failed'),
  signedOut: reportSignedOut,
  drained: (_, count) => notify(t('upAllDone', { n: count })),
});

window.addEventListener('online', () => uploads.retryAll());
window.addEventListener('beforeunload', event => {
  if (uploads.unfinished) event.preventDefault();
});
