import type { Problem } from './types';

export type FailureKind = 'http' | 'offline' | 'timeout' | 'aborted';

export class ApiError extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly status = 0,
    readonly problem: Problem = {},
    /** Seconds the server asked us to wait. */
    readonly retryAfter: number | null = null,
  ) {
    super(problem.title ?? kind);
  }

  get slug(): string {
    return this.problem.type?.split(/[:/]/).pop() ?? '';
  }

  get traceId(): string {
    return this.problem.traceId ?? '';
  }
}

export interface Answer<T> {
  data: T;
  status: number;
  headers: Headers;
}

export interface CallOptions {
  query?: Record<string, string | number | boolean | null | undefined | readonly string[]>;
  body?: unknown;
  /** A file in place of a body of JSON. */
  file?: { type: string; content: Blob };
  /** Files in parts, whose content type the browser writes. */
  form?: FormData;
  version?: number;
  key?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
}

let signedOut: () => void = () => undefined;

/** Called on every 401 that is not a failed sign-in. */
export function whenSignedOut(handler: () => void): void {
  signedOut = handler;
}

export function reportSignedOut(): void {
  signedOut();
}

export function url(path: string, query: CallOptions['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== undefined && one !== '') parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** crypto.randomUUID exists in secure contexts only; a page served over plain HTTP in a local network has none. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(b => b.toString(16).padStart(2, '0')).join('');
}

export function secondsOf(retryAfter: string | null): number | null {
  if (!retryAfter) return null;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? null : Math.max(1, Math.ceil((until - Date.now()) / 1000));
}

export function problemOf(text: string): Problem {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === 'object' ? parsed : {};
  } catch {
    return {};
  }
}

const early = new Map<string, Promise<Response>>();

/** Asked before the code that needs it is here; the first to ask for the same takes the answer. */
export function preload(path: string, query?: CallOptions['query']): void {
  const answer = fetch(url(path, query), { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
  answer.catch(() => undefined);
  early.set(url(path, query), answer);
  // What nobody asked for is soon old.
  setTimeout(() => early.delete(url(path, query)), 10_000);
}

function send(address: string, request: RequestInit): Promise<Response> {
  const asked = request.method === 'GET' ? early.get(address) : undefined;
  early.delete(address);
  const now = () => fetch(address, request);
  return asked ? asked.then(answer => (answer.ok ? answer : now()), now) : now();
}

export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
  const headers = new Headers({ Accept: 'application/json' });
  if (method !== 'GET') headers.set('X-CSRF', '1');
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  if (options.file) headers.set('Content-Type', options.file.type);
  if (options.version !== undefined) headers.set('If-Match', `"${options.version}"`);
  if (options.key) headers.set('Idempotency-Key', options.key);

  const cancel = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    cancel.abort();
  }, options.timeoutMs ?? 20_000);
  const stop = () => cancel.abort();
  options.signal?.addEventListener('abort', stop);
  let response: Response;
  let text: string;
  try {
    response = await send(url(path, options.query), {
      method,
      headers,
      body: options.form ?? options.file?.content ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      credentials: 'same-origin',
      signal: cancel.signal,
    });
    text = await response.text();
  } catch {
    if (options.signal?.aborted) throw new ApiError('aborted');
    throw new ApiError(late ? 'timeout' : 'offline');
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }

  if (!response.ok) {
    if (response.status === 401 && !path.startsWith('/api/auth/')) signedOut();
    throw new ApiError('http', response.status, problemOf(text), secondsOf(response.headers.get('Retry-After')));
  }
  return { data: (text ? JSON.parse(text) : undefined) as T, status: response.status, headers: response.headers };
}

export async function get<T>(path: string, query?: CallOptions['query'], signal?: AbortSignal): Promise<T> {
  return (await call<T>('GET', path, { query, signal })).data;
}
