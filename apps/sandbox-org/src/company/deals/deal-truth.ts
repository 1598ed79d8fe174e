import { DAY_MS } from '@leadlight/common';
import { ADVANCES_TO_WIN, ratesOf, strengths, type DealRates, type DealTraits } from './deal-traits.ts';

/** What happened to an opportunity, in milliseconds. */
export interface DealActs {
  readonly createdAt: number;
  /** When it reached each later stage; the fourth time it was won. */
  readonly advances: readonly number[];
  readonly meetings: readonly number[];
  /** null = not yet. */
  readonly budgetConfirmedAt: number | null;
}

/** An opportunity as the records show it. */
export interface ObservedDeal extends Omit<DealTraits, 'strength'>, DealActs {}

/**
 * The best possible prediction from the records: the probability that an opportunity that is open at `asOf` is won within a
 * horizon. Its strength is not in the records, so each possible one is weighted by how likely it makes what happened.
 */
export function probabilityOfWin(deal: ObservedDeal, asOf: number, horizonDays: number): number {
  const { createdAt, advances, meetings, budgetConfirmedAt } = deal;
  const advanced = advances.filter((at) => at <= asOf).length;
  if (createdAt > asOf || advanced >= ADVANCES_TO_WIN) throw new RangeError('The opportunity was not open then.');
  const met = meetings.filter((at) => at <= asOf).length;
  const days = (asOf - createdAt) / DAY_MS;
  const confirmedAfter =
    budgetConfirmedAt !== null && budgetConfirmedAt <= asOf ? (budgetConfirmedAt - createdAt) / DAY_MS : undefined;
  let [all, won] = [0, 0];
  strengths.forEach(({ weight: prior }, strength) => {
    const rates = ratesOf({ ...deal, strength });
    const weight = prior * likelihood(rates, { advanced, met, days, confirmedAfter });
    all += weight;
    won += weight * winsWithin(rates, ADVANCES_TO_WIN - advanced, horizonDays);
  });
  return won / all;
}

function likelihood(
  { advances, isLost, meets, confirmsBudget }: DealRates,
  seen: {
    readonly advanced: number;
    readonly met: number;
    readonly days: number;
    readonly confirmedAfter: number | undefined;
  },
): number {
  const { advanced, met, days, confirmedAfter } = seen;
  const budget =
    Math.exp(-confirmsBudget * (confirmedAfter ?? days)) * (confirmedAfter === undefined ? 1 : confirmsBudget);
  return advances ** advanced * meets ** met * Math.exp(-(advances + isLost + meets) * days) * budget;
}

/** That it advances this many times within the horizon and before it is lost: the distribution of Erlang. */
function winsWithin({ advances, isLost }: DealRates, times: number, horizonDays: number): number {
  const all = advances + isLost;
  let [term, fewer] = [1, 0];
  for (let count = 0; count < times; count++) {
    fewer += term;
    term *= (all * horizonDays) / (count + 1);
  }
  return (advances / all) ** times * (1 - Math.exp(-all * horizonDays) * fewer);
}
