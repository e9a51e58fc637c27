import { reactive } from 'vue';
import { newKey, problemOf, secondsOf } from '../../shared/api/client';
import type { Problem, TicketImage } from '../../shared/api/types';
import { checkPhoto, maxBytes, sha256, shrink, type PhotoFault } from './photo';
import type { StoredFile, UploadStore } from './upload-store';

export type UploadState = 'waiting' | 'sending' | 'retrying' | 'paused' | 'signed-out' | 'refused' | 'done' | 'removing';

export interface Upload {
  id: string;
  ticketId: string;
  name: string;
  size: number;
  state: UploadState;
  percent: number;
  tries: number;
  /** Seconds to the next try by itself. */
  waits: number;
  duplicate: boolean;
  /** The server asked for the pause, not the network. */
  busy: boolean;
  fault: PhotoFault | 'upDamaged' | 'upTooManyPixels' | 'upTooCostly' | 'upNotNow' | 'upRefused' | null;
  imageId: string;
  trace: string;
}

export interface Sent {
  status: number;
  body: string;
  retryAfter: number | null;
}

/** Sends one file; rejects when no answer came. The checksum is null where the page may not compute one. */
export type Send = (ticketId: string, name: string, blob: Blob, checksum: string | null, progress: (percent: number) => void) => Promise<Sent>;

export interface QueueOptions {
  store: UploadStore;
  send?: Send;
  wait?: (milliseconds: number) => Promise<void>;
  stored?: (ticketId: string, images: TicketImage[]) => void;
  /** Deletes what the server has stored. */
  discard?: (imageId: string) => Promise<void>;
  discarded?: (item: Pick<Upload, 'ticketId' | 'name'>) => void;
  notDiscarded?: (error: unknown) => void;
  signedOut?: () => void;
  drained?: (ticketId: string, count: number) => void;
}

const atOnce = 2;
export const pauses = [1, 2, 4, 8];

export const sendByXhr: Send = (ticketId, name, blob, checksum, progress) =>
  new Promise((resolve, reject) => {
    // fetch tells nothing about the progress of an upload.
    const request = new XMLHttpRequest();
    request.open('POST', `/api/tickets/${encodeURIComponent(ticketId)}/images`);
    request.setRequestHeader('X-CSRF', '1');
    if (checksum) request.setRequestHeader('X-Checksum-SHA256', checksum);
    request.timeout = 120_000;
    request.upload.onprogress = event => event.lengthComputable && progress(Math.round((event.loaded / event.total) * 100));
    request.onload = () =>
      resolve({ status: request.status, body: request.responseText, retryAfter: secondsOf(request.getResponseHeader('Retry-After')) });
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error('no answer'));
    const form = new FormData();
    form.append('files', blob, name);
    request.send(form);
  });

function damageOf({ codes }: Problem): 'upTooManyPixels' | 'upTooCostly' | 'upDamaged' {
  const told = Object.values(codes ?? {}).flat();
  return told.includes('too-many-pixels') ? 'upTooManyPixels' : told.includes('too-costly') ? 'upTooCostly' : 'upDamaged';
}

export class UploadQueue {
  readonly items: Upload[] = reactive([]);
  private readonly files = new Map<string, StoredFile>();
  private readonly send: Send;
  private readonly wait: (milliseconds: number) => Promise<void>;
  private running = 0;
  private userId = '';

  constructor(private readonly options: QueueOptions) {
    this.send = options.send ?? sendByXhr;
    this.wait = options.wait ?? (milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)));
  }

  get unfinished(): boolean {
    return this.items.some(item => ['waiting', 'sending', 'retrying'].includes(item.state));
  }

  of(ticketId: string): Upload[] {
    return this.items.filter(item => item.ticketId === ticketId);
  }

  /** Takes up what an earlier page of the same user left. */
  async resume(userId: string): Promise<void> {
    if (this.userId !== userId) {
      this.items.splice(0);
      this.files.clear();
    }
    this.userId = userId;
    const left = await this.options.store.all().catch(() => []);
    for (const file of left.filter(one => one.userId === userId && !this.files.has(one.id)).sort((a, b) => a.addedAt - b.addedAt)) this.take(file);
    this.retryAll();
  }

  async add(ticketId: string, chosen: readonly File[]): Promise<void> {
    for (const file of chosen) {
      const id = newKey();
      const fault = await checkPhoto(file);
      if (fault) {
        this.items.push(this.item({ id, ticketId, name: file.name, size: file.size }, 'refused', fault));
        continue;
      }
      const blob = await shrink(file);
      if (blob.size > maxBytes) {
        this.items.push(this.item({ id, ticketId, name: file.name, size: blob.size }, 'refused', 'upTooLarge'));
        continue;
      }
      const stored: StoredFile = { id, userId: this.userId, ticketId, name: file.name, type: blob.type, size: blob.size, addedAt: Date.now(), blob };
      await this.options.store.put(stored).catch(() => undefined);
      this.take(stored);
      this.pump();
    }
  }

  retry(id: string): void {
    const item = this.items.find(one => one.id === id);
    if (!item || !this.files.has(id)) return;
    Object.assign(item, { state: 'waiting', tries: 0, percent: 0, fault: null });
    this.pump();
  }

  retryAll(): void {
    for (const item of this.items) if (item.state === 'paused' || item.state === 'signed-out') this.retry(item.id);
    this.pump();
  }

  async remove(id: string): Promise<void> {
    const at = this.items.findIndex(item => item.id === id);
    const item = this.items[at];
    if (!item || item.state === 'sending' || item.state === 'removing') return;
    if (item.state === 'done' && item.imageId && this.options.discard) {
      item.state = 'removing';
      try {
        await this.options.discard(item.imageId);
      } catch (error) {
        item.state = 'done';
        this.options.notDiscarded?.(error);
        return;
      }
      this.options.discarded?.(item);
    }
    this.items.splice(this.items.indexOf(item), 1);
    await this.forget(id);
  }

  /** A photo that is no line of the queue any more. */
  async removeStored(ticketId: string, imageId: string, name: string): Promise<void> {
    const line = this.items.find(item => item.imageId === imageId && item.state === 'done');
    if (line) return await this.remove(line.id);
    try {
      await this.options.discard?.(imageId);
      this.options.discarded?.({ ticketId, name });
    } catch (error) {
      this.options.notDiscarded?.(error);
    }
  }

  private item(file: Pick<StoredFile, 'id' | 'ticketId' | 'name' | 'size'>, state: UploadState, fault: Upload['fault'] = null): Upload {
    return { ...file, state, fault, percent: 0, tries: 0, waits: 0, busy: false, duplicate: false, imageId: '', trace: '' };
  }

  private take(file: StoredFile): void {
    this.files.set(file.id, file);
    this.items.push(this.item({ id: file.id, ticketId: file.ticketId, name: file.name, size: file.size }, 'waiting'));
  }

  private async forget(id: string): Promise<void> {
    this.files.delete(id);
    await this.options.store.remove(id).catch(() => undefined);
  }

  private pump(): void {
    while (this.running < atOnce) {
      const next = this.items.find(item => item.state === 'waiting');
      if (!next) return;
      next.state = 'sending';
      this.running += 1;
      void this.work(next).finally(() => {
        this.running -= 1;
        this.pump();
      });
    }
  }

  private async work(item: Upload): Promise<void> {
    const file = this.files.get(item.id);
    if (!file) return;
    const checksum = await sha256(file.blob);
    for (;;) {
      Object.assign(item, { state: 'sending', percent: 0 });
      const sent = await this.send(item.ticketId, item.name, file.blob, checksum, percent => (item.percent = percent)).catch(() => null);
      if (sent?.status === 200 || sent?.status === 201) return this.finish(item, sent);
      if (sent?.status === 401) {
        item.state = 'signed-out';
        this.options.signedOut?.();
        return;
      }
      if (sent && sent.status < 500 && sent.status !== 429 && sent.status !== 408) return this.refuse(item, sent);
      const pause = pauses[item.tries];
      if (pause === undefined) {
        item.state = 'paused';
        return;
      }
      item.tries += 1;
      Object.assign(item, { state: 'retrying', busy: sent?.status === 429, waits: Math.max(pause, sent?.retryAfter ?? 0) });
      await this.wait(item.waits * 1000);
      // Removed while waiting.
      if (!this.files.has(item.id)) return;
    }
  }

  private async finish(item: Upload, sent: Sent): Promise<void> {
    const images = (JSON.parse(sent.body) as { items: TicketImage[] }).items;
    Object.assign(item, { state: 'done', percent: 100, duplicate: images.every(image => image.duplicate), imageId: images[0]?.imageId ?? '' });
    await this.forget(item.id);
    this.options.stored?.(item.ticketId, images);
    const mine = this.of(item.ticketId);
    if (mine.every(one => one.state === 'done' || one.state === 'refused'))
      this.options.drained?.(item.ticketId, mine.filter(one => one.state === 'done').length);
  }

  private async refuse(item: Upload, sent: Sent): Promise<void> {
    const problem = problemOf(sent.body);
    const fault = sent.status === 413 ? 'upTooLarge' : sent.status === 415 ? 'upWrongType' : sent.status === 409 ? 'upNotNow' : sent.status === 400 ? damageOf(problem) : 'upRefused';
    Object.assign(item, { state: 'refused', fault, trace: problem.traceId ?? String(sent.status) });
    await this.forget(item.id);
  }
}
