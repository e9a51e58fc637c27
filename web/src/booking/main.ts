import { createApp } from 'vue';
import BookingApp from './BookingApp.vue';
import '../shared/tokens.css';
import './booking.css';

createApp(BookingApp).mount('#app');
