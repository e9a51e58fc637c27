import { createApp } from 'vue';
import '../shared/tokens.css';
import '../booking/booking.css';
import './ticket.css';
import TicketApp from './TicketApp.vue';
import { tokenOf } from './own-ticket';

createApp(TicketApp, { token: tokenOf(location.pathname) }).mount('#app');
