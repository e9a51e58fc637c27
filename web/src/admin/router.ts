import { createRouter, createWebHistory } from 'vue-router';
import { blocked, home, loadSession, me, pages, type PageName } from './session';

declare module 'vue-router' {
  interface RouteMeta {
    page?: PageName;
    open?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/login', component: () => import('./views/LoginView.vue'), meta: { open: true } },
    { path: '/admin', redirect: () => home() },
    {
      path: '/admin/tickets/:id?',
      component: () => import('./views/TicketsView.vue'),
      meta: { page: 'tickets' },
    },
    { path: '/admin/my-jobs', component: () => import('./views/MyJobsView.vue'), meta: { page: 'my-jobs' } },
    { path: '/admin/stats', component: () => import('./views/StatsView.vue'), meta: { page: 'stats' } },
    { path: '/admin/technicians', component: () => import('./views/TechniciansView.vue'), meta: { page: 'technicians' } },
    { path: '/admin/centers', component: () => import('./views/CentersView.vue'), meta: { page: 'centers' } },
    { path: '/admin/products', component: () => import('./views/ProductsView.vue'), meta: { page: 'products' } },
    { path: '/admin/accounts', component: () => import('./views/AccountsView.vue'), meta: { page: 'accounts' } },
    { path: '/admin/audit', component: () => import('./views/AuditView.vue'), meta: { page: 'audit' } },
    { path: '/admin/account', component: () => import('./views/AccountView.vue'), meta: { page: 'account' } },
    { path: '/:rest(.*)*', component: () => import('./views/NotFoundView.vue') },
  ],
});

router.beforeEach(async to => {
  if (to.meta.open) return true;
  try {
    await loadSession();
  } catch (error) {
    if (blocked(error)) return '/login';
    // The page itself says that it cannot load, and tries again.
    return true;
  }
  return me.value ? true : { path: '/login', query: to.path === '/admin' ? {} : { next: to.fullPath } };
});

export const allowed = (page: PageName | undefined): boolean => page === undefined || pages[page]();
