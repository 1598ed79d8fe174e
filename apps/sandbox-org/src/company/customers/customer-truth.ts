import { DAY_MS } from '@leadlight/common';
import { moods, paces, ratesOf, type CustomerTraits } from './customer-traits.ts';

/** What a customer did, in milliseconds. */
export interface CustomerActs {
  /** The first one makes it a customer. */
  readonly purchases: readonly number[];
  readonly cases: readonly number[];
}

/** A customer as the records show it. */
export interface ObservedCustomer extends Pick<CustomerTraits, 'plan' | 'industry'>, CustomerActs {}

/**
 * The best possible prediction from the records: the probability that a customer buys nothing within a horizon, given all
 * that it had done by `asOf`. Mood and pace are not in the records, so each combination of them is weighted by how likely it makes
 * what the customer did.
 *
 * A customer buys and complains at constant rates until it leaves, which no record shows.
 * @source Schmittlein, Morrison and Colombo 1987, "Counting Your Customers": the Pareto/NBD model, with cases added
 */
export function probabilityOfNoPurchase(customer: ObservedCustomer, asOf: number, horizonDays: number): number {
  const purchases = customer.purchases.filter((at) => at <= asOf);
  const cases = customer.cases.filter((at) => at <= asOf);
  const first = purchases[0];
  if (first === undefined) throw new RangeError('The account was not a customer yet.');
  const observed = {
    bought: purchases.length - 1,
    complained: cases.length,
    lastDays: (Math.max(...purchases, ...cases) - first) / DAY_MS,
    days: (asOf - first) / DAY_MS,
  };
  let [weight, none] = [0, 0];
  moods.forEach((mood, moodIndex) =>
    paces.forEach((pace, paceIndex) => {
      const rates = ratesOf({ ...customer, mood: moodIndex, pace: paceIndex });
      const { stays, left } = likelihoods(observed, rates);
      const prior = mood.weight * pace.weight;
      weight += prior * (stays + left);
      none += prior * (stays * noPurchaseOfOneThatStays(rates, horizonDays) + left);
    }),
  );
  return none / weight;
}

/** How likely these acts are for a customer with these rates that has stayed, and for one that has left since the last of them. */
function likelihoods(
  observed: { readonly bought: number; readonly complained: number; readonly lastDays: number; readonly days: number },
  { buys, leaves, complains }: ReturnType<typeof ratesOf>,
): { readonly stays: number; readonly left: number } {
  const { bought, complained, lastDays, days } = observed;
  const all = buys + leaves + complains;
  const acts = bought * Math.log(buys) + complained * Math.log(complains);
  const stays = Math.exp(acts - all * days);
  return { stays, left: (leaves / all) * (Math.exp(acts - all * lastDays) - stays) };
}

/** Of a customer that has stayed so far: it leaves before it buys, or does neither. */
const noPurchaseOfOneThatStays = ({ buys, leaves }: ReturnType<typeof ratesOf>, horizonDays: number): number => {
  const neither = Math.exp(-(buys + leaves) * horizonDays);
  return neither + (leaves / (buys + leaves)) * (1 - neither);
};
