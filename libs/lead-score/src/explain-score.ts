import type { FeatureSchema, FeatureValue, UnrankedReason } from '@leadlight/lead-features';
import { bandOf } from './bands.ts';
import {
  toShownValue,
  type ExplainedPrediction,
  type ExplainedScore,
  type Reason,
  type ScoreSettings,
} from './explained-score.ts';
import { similarLeadsOf } from './similar-leads.ts';
import { scoreOfProbability } from './percentile-score.ts';
import { pointsPerRaw, roundToTotal } from './points.ts';

/**
 * Ranks a prediction among the org's recent leads and gives its reasons in points that add up:
 * baselineScore + Σ reasons.points + otherPoints = score.
 */
export function explainScore(
  schema: FeatureSchema,
  row: readonly FeatureValue[],
  prediction: ExplainedPrediction,
  { threshold, maxReasons, bandShares, openLeads }: ScoreSettings,
): ExplainedScore {
  const { bins, uncertain } = prediction.reference;
  const quantiles = openLeads ?? prediction.reference.quantiles;
  const probability = prediction.calibrate(prediction.raw);
  const baseline = prediction.calibrate(prediction.base);
  const score = scoreOfProbability(probability, quantiles);
  const baselineScore = scoreOfProbability(baseline, quantiles);
  const ranked = { ...prediction, reference: { ...prediction.reference, quantiles } };
  const reasons = reasonsOf(schema, row, ranked, score - baselineScore, maxReasons);
  const listedPoints = reasons.reduce((sum, { points }) => sum + points, 0);
  return {
    score,
    band: bandOf(score, bandShares),
    probability,
    qualified: probability >= threshold,
    baseline,
    baselineScore,
    otherPoints: score - baselineScore - listedPoints,
    ...(uncertain && probability >= uncertain.low && probability <= uncertain.high && { uncertain: true as const }),
    similarLeads: similarLeadsOf(probability, bins),
    reasons,
  };
}

/** The score of a lead that is left out of lists by score: neither its band nor its qualification recommends it. */
export const unrankedScore = (score: ExplainedScore, unranked: UnrankedReason): ExplainedScore => ({
  ...score,
  band: 'D',
  qualified: false,
  unranked,
});

/**
 * The strongest first; a field whose points round to 0 is not a reason. The points of all fields are rounded before the list
 * is cut, so that they do not depend on its length.
 */
function reasonsOf(
  schema: FeatureSchema,
  row: readonly FeatureValue[],
  prediction: ExplainedPrediction,
  difference: number,
  maxReasons: number,
): readonly Reason[] {
  if (maxReasons <= 0) return [];
  const fields = contributionsByField(schema, prediction.contributions);
  const total = fields.reduce((sum, field) => sum + field.sum, 0);
  const reach = fields.reduce((sum, field) => sum + Math.abs(field.sum), 0);
  const slope = pointsPerRaw(prediction, difference, total, reach);
  const strongestFirst = fields.toSorted((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  const exact = strongestFirst.map((field) => field.sum * slope);
  const rest = difference - exact.reduce((sum, points) => sum + points, 0);
  const rounded = roundToTotal([...exact, rest], difference);
  return strongestFirst
    .map(({ strongest }, index) => ({ strongest, points: rounded[index]! }))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, maxReasons)
    .map(({ strongest, points }) => {
      const spec = schema.features[strongest]!;
      const { name: feature, field, labelKey, label, unit } = spec;
      const value = toShownValue(spec, row[strongest] ?? null);
      return { feature, field, labelKey, label, value, unit, points };
    });
}

interface FieldContribution {
  sum: number;
  /** Index of the strongest feature. */
  strongest: number;
  strength: number;
}

/** Sums the contributions of all features that read one CRM field. */
function contributionsByField(schema: FeatureSchema, contributions: ArrayLike<number>): FieldContribution[] {
  const byField = new Map<string, FieldContribution>();
  schema.features.forEach(({ field }, feature) => {
    const contribution = contributions[feature] ?? 0;
    const strength = Math.abs(contribution);
    const found = byField.get(field);
    if (!found) byField.set(field, { sum: contribution, strongest: feature, strength });
    else {
      found.sum += contribution;
      if (strength > found.strength) Object.assign(found, { strongest: feature, strength });
    }
  });
  return [...byField.values()];
}
