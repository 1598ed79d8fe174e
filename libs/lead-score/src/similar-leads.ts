import { wilsonInterval } from '@leadlight/common';
import type { ExplainedPrediction, SimilarLeads } from './explained-score.ts';

type Bins = ExplainedPrediction['reference']['bins'];

/** A group of this size is not made larger. */
const ENOUGH_LEADS = 200;

/**
 * Past leads with about this probability: the largest group around it, up to some hundred leads, whose interval contains the
 * probability, so that the two never contradict each other. If not even the nearest leads agree with it, their interval is
 * widened to the probability.
 */
export function similarLeadsOf(probability: number, bins: Bins): SimilarLeads {
  const found = bins.findIndex(({ upTo }) => probability <= upTo);
  const own = found === -1 ? bins.length - 1 : found;
  const nearest = outcomesOf(bins.slice(Math.max(0, own), own + 1));
  let best: SimilarLeads | undefined;
  for (let reach = 0; reach < bins.length; reach++) {
    const group = outcomesOf(bins.slice(Math.max(0, own - reach), own + reach + 1));
    if (contains(group, probability)) best = group;
    if (group.count >= ENOUGH_LEADS) break;
  }
  const { low, high } = nearest;
  return best ?? { ...nearest, low: Math.min(low, probability), high: Math.max(high, probability) };
}

function outcomesOf(bins: Bins): SimilarLeads {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  const converted = bins.reduce((sum, bin) => sum + bin.converted, 0);
  return { count, converted: count === 0 ? 0 : converted / count, ...wilsonInterval(converted, count) };
}

const contains = ({ low, high }: SimilarLeads, probability: number): boolean =>
  low <= probability && probability <= high;
