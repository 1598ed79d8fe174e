import { wilsonInterval } from '@leadlight/common';
import type { ExplainedPrediction, SimilarLeads } from './explained-score.ts';

/** Past leads in the same bin of probability. */
export function similarLeadsOf(probability: number, bins: ExplainedPrediction['reference']['bins']): SimilarLeads {
  const bin = bins.find(({ upTo }) => probability <= upTo) ?? bins.at(-1) ?? { count: 0, converted: 0 };
  const { count, converted } = bin;
  return { count, converted: count === 0 ? 0 : converted / count, ...wilsonInterval(converted, count) };
}
