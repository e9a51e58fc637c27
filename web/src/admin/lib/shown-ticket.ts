import { ref } from 'vue';

/** The number of the opened ticket, for the window's title: several tickets are often open in several tabs. */
export const shownTicket = ref('');
