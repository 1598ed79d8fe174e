import type { ScoringSettings } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';

/** The starts of field histories that an administrator has set: the beginning of each day in UTC. */
export const historyInstants = (historySince: ScoringSettings['historySince']): Readonly<Record<string, Instant>> =>
  Object.fromEntries(Object.entries(historySince).map(([field, day]) => [field, Date.parse(day)]));
