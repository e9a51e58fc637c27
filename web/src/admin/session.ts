import { computed, ref } from 'vue';
import { ApiError, call, get } from '../shared/api/client';
import type { Me } from '../shared/api/types';

export const me = ref<Me | null>(null);

export const can = (permission: string): boolean => me.value?.permissions.includes(permission) ?? false;
export const hasRole = (role: string): boolean => me.value?.roles.includes(role) ?? false;

/** A technician alone sees own tickets only, and works from the phone page. */
export const technicianOnly = computed(() => hasRole('technician') && !me.value!.roles.some(role => role !== 'technician'));

export const pages = {
  tickets: () => can('tickets.read') && !technicianOnly.value,
  'my-jobs': () => hasRole('technician'),
  stats: () => can('tickets.read') && !technicianOnly.value,
  technicians: () => can('technicians.write'),
  centers: () => can('technicians.write'),
  products: () => can('tickets.read') && !technicianOnly.value,
  accounts: () => can('accounts.write'),
  audit: () => can('audit.read'),
  account: () => true,
} as const;
export type PageName = keyof typeof pages;

export const home = (): string => (technicianOnly.value ? '/admin/my-jobs' : '/admin/tickets');

let asked: Promise<void> | undefined;

const hint = 'meida.signed-in';

/** The cookie cannot be read; without this mark the sign-in page need not ask in vain. */
export function probablySignedIn(): boolean {
  try {
    return localStorage.getItem(hint) !== null;
  } catch {
    return true;
  }
}

function remember(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(hint, '1');
    else localStorage.removeItem(hint);
  } catch {
    // Then the sign-in page asks.
  }
}

/** Asks once who is signed in; null means nobody is. */
export function loadSession(): Promise<void> {
  asked ??= get<Me>('/api/auth/me').then(
    found => {
      me.value = found;
      remember(true);
    },
    (error: unknown) => {
      asked = undefined;
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      remember(false);
    },
  );
  return asked;
}

/** Signed in, but nothing else is answered before a new password or a second factor. */
export const blocked = (error: unknown): boolean =>
  error instanceof ApiError && (error.slug === 'password-change-required' || error.slug === 'totp-enrolment-required');

export async function signIn(userName: string, password: string, totp?: string): Promise<void> {
  await call('POST', '/api/auth/login', { body: { userName, password, ...(totp ? { totp } : {}) } });
  asked = undefined;
  await loadSession();
}

/** The sign-in stays, every other one of the account ends. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await call('POST', '/api/auth/password', { body: { currentPassword, newPassword } });
  asked = undefined;
  await loadSession();
}

export async function signOut(): Promise<void> {
  await call('POST', '/api/auth/logout').catch(() => undefined);
  forget();
}

export function forget(): void {
  asked = undefined;
  me.value = null;
  remember(false);
}

/** Where to go after signing in: a path of this site, never another one. */
export function safeNext(next: unknown): string | null {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return null;
  const there = new URL(next, location.origin);
  return there.origin === location.origin && there.pathname.startsWith('/admin') ? there.pathname + there.search : null;
}
