import type { FeatureSchema, FeatureSpec } from '@leadlight/lead-features';
import { bandOf } from './bands.ts';
import type { ExplainedScore, ExplainedPrediction, Reason, ScoreOf } from './explained-score.ts';
import { peersOf } from './peers.ts';
import { scoreOfProbability } from './percentile-score.ts';
import { pointsPerRaw, roundToTotal } from './points.ts';

/** All features that read one CRM field, and the strongest of them. */
interface FieldContribution {
  sum: number;
  strongest: number;
  strength: number;
}

/**
 * Places a model's answer among the org's recent leads and tells its reasons in points that add up:
 * baselineScore + Σ reasons.points + otherPoints = score.
 */
export const explainScore: ScoreOf = (schema, row, answer, settings): ExplainedScore => {
  const { quantiles, bins, uncertain } = answer.reference;
  const probability = answer.calibrate(answer.raw);
  const baseline = answer.calibrate(answer.base);
  const score = scoreOfProbability(probability, quantiles);
  const baselineScore = scoreOfProbability(baseline, quantiles);
  const reasons = reasonsOf(schema, row, answer, score - baselineScore, settings.maxReasons);
  const named = reasons.reduce((sum, { points }) => sum + points, 0);
  return {
    score,
    band: bandOf(score),
    probability,
    qualified: probability >= settings.threshold,
    baseline,
    baselineScore,
    otherPoints: score - baselineScore - named,
    ...(uncertain && probability >= uncertain.low && probability <= uncertain.high && { uncertain: true as const }),
    peers: peersOf(probability, bins),
    reasons,
  };
};

/** Strongest first; a field whose points round to 0 is no reason. */
function reasonsOf(
  schema: FeatureSchema,
  row: readonly (number | string | null)[],
  answer: ExplainedPrediction,
  difference: number,
  maxReasons: number,
): readonly Reason[] {
  if (maxReasons <= 0) return [];
  const fields = contributionsByField(schema, answer.contributions);
  const total = fields.reduce((sum, field) => sum + field.sum, 0);
  const reach = fields.reduce((sum, field) => sum + Math.abs(field.sum), 0);
  const slope = pointsPerRaw(answer, difference, total, reach);
  const told = fields.toSorted((a, b) => Math.abs(b.sum) - Math.abs(a.sum)).slice(0, maxReasons);
  const exact = told.map((field) => field.sum * slope);
  const rest = difference - exact.reduce((sum, points) => sum + points, 0);
  const points = roundToTotal([...exact, rest], difference);
  return told
    .map((field, index) => reason(schema.features[field.strongest]!, row[field.strongest] ?? null, points[index]!))
    .filter((candidate) => candidate.points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

function contributionsByField(schema: FeatureSchema, contributions: ArrayLike<number>): FieldContribution[] {
  const byField = new Map<string, FieldContribution>();
  schema.features.forEach(({ field }, feature) => {
    const contribution = contributions[feature] ?? 0;
    const strength = Math.abs(contribution);
    const known = byField.get(field);
    if (!known) byField.set(field, { sum: contribution, strongest: feature, strength });
    else {
      known.sum += contribution;
      if (strength > known.strength) Object.assign(known, { strongest: feature, strength });
    }
  });
  return [...byField.values()];
}

function reason(spec: FeatureSpec, value: number | string | null, points: number): Reason {
  const { name, field, labelKey, label, unit } = spec;
  return { feature: name, field, labelKey, label, value: wireValue(spec, value), unit, points };
}

function wireValue(spec: FeatureSpec, value: number | string | null): string | number | boolean | null {
  if (typeof value === 'number' && Number.isNaN(value)) return null;
  return spec.kind === 'boolean' && typeof value === 'number' ? value !== 0 : value;
}
