import { createApp } from 'vue';
import { preload, whenSignedOut } from '../shared/api/client';
import App from './App.vue';
import './lib/theme';
import { expired } from './lib/expiry';
import { apiFilters, readQuery } from './lib/ticket-query';
import { router } from './router';
import { loadSession, probablySignedIn } from './session';
import '../shared/tokens.css';
import './theme.css';

whenSignedOut(() => expired(router));

// On a slow network each of these would wait for the one before: who is signed in, the code of the page, its list.
const start = router.resolve(location.pathname + location.search);
if (!start.meta.open && probablySignedIn()) {
  void loadSession().catch(() => undefined);
  for (const { components } of start.matched) if (typeof components?.default === 'function') void (components.default as () => Promise<unknown>)().catch(() => undefined);
  if (start.meta.page === 'tickets') {
    const query = readQuery(start.query);
    preload('/api/tickets', { ...apiFilters(query), page: query.page, pageSize: query.size });
  }
}

createApp(App).use(router).mount('#app');
