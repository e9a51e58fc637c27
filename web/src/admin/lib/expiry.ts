import type { Router } from 'vue-router';
import { forget } from '../session';

/** The session ended while somebody worked. Drafts are in sessionStorage already; come back here after signing in. */
export function expired(router: Router): void {
  forget();
  const here = router.currentRoute.value;
  if (here.path === '/login') return;
  void router.push({ path: '/login', query: { next: here.fullPath, expired: '1' } });
}
