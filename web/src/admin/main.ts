import { createApp } from 'vue';
import { whenSignedOut } from '../shared/api/client';
import App from './App.vue';
import { expired } from './lib/expiry';
import { router } from './router';
import '../shared/tokens.css';
import './theme.css';

whenSignedOut(() => expired(router));

createApp(App).use(router).mount('#app');
