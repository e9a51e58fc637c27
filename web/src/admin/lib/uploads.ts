import { reportSignedOut } from '../../shared/api/client';
import type { TicketImage } from '../../shared/api/types';
import { t } from '../text';
import { notify } from './notify';
import { UploadQueue } from './upload-queue';
import { indexedDbStore } from './upload-store';

type Listener = (ticketId: string, images: TicketImage[]) => void;
const listeners = new Set<Listener>();

export function onStored(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const uploads = new UploadQueue({
  store: indexedDbStore(),
  stored: (ticketId, images) => listeners.forEach(listener => listener(ticketId, images)),
  signedOut: reportSignedOut,
  drained: (_, count) => notify(t('upAllDone', { n: count })),
});

window.addEventListener('online', () => uploads.retryAll());
window.addEventListener('beforeunload', event => {
  if (uploads.unfinished) event.preventDefault();
});
