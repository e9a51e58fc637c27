import type { WorkingHours } from '../../shared/api/types';

/** A time may be told with seconds; it is written without. */
export const inMinutes = (hours: readonly WorkingHours[]): WorkingHours[] =>
  hours.map(({ weekday, from, to }) => ({ weekday, from: from.slice(0, 5), to: to.slice(0, 5) }));
