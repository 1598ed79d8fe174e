import { wilsonInterval } from '@leadlight/common';
import type { ExplainedPrediction, SimilarLeads } from './explained-score.ts';

/**
 * Past leads in the same bin of probability. Where their interval does not contain the probability, it is widened to it: a
 * lead at the end of a bin is not like the average one, and two statements about one lead must not contradict each other.
 */
export function similarLeadsOf(probability: number, bins: ExplainedPrediction['reference']['bins']): SimilarLeads {
  const bin = bins.find(({ upTo }) => probability <= upTo) ?? bins.at(-1) ?? { count: 0, converted: 0 };
  const { count, converted } = bin;
  const { low, high } = wilsonInterval(converted, count);
  return {
    count,
    converted: count === 0 ? 0 : converted / count,
    low: Math.min(low, probability),
    high: Math.max(high, probability),
  };
}
