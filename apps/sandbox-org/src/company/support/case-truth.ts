import { DAY_MS } from '@leadlight/common';
import { ratesOf, severities, type CaseTraits } from './case-traits.ts';

/** A case as the records show it, in milliseconds. */
export interface ObservedCase extends Omit<CaseTraits, 'severity'> {
  readonly createdAt: number;
  readonly comments: readonly number[];
}

/**
 * The best possible prediction from the records: the probability that a case that is open at `asOf` and has not escalated
 * escalates within a horizon. Its severity is not in the records, so each possible one is weighted by how likely it makes what
 * happened.
 */
export function probabilityOfEscalation(observed: ObservedCase, asOf: number, horizonDays: number): number {
  const days = (asOf - observed.createdAt) / DAY_MS;
  if (days < 0) throw new RangeError('The case was not open then.');
  const commented = observed.comments.filter((at) => at <= asOf).length;
  let [all, escalated] = [0, 0];
  severities.forEach(({ weight: prior }, severity) => {
    const { escalates, closes, comments } = ratesOf({ ...observed, severity });
    const weight = prior * comments ** commented * Math.exp(-(escalates + closes + comments) * days);
    const ends = escalates + closes;
    all += weight;
    escalated += weight * (escalates / ends) * (1 - Math.exp(-ends * horizonDays));
  });
  return escalated / all;
}
