import type { FeatureSchema, FeatureSpec, FeatureValue, Unit } from '@leadlight/lead-features';
import { toShownValue, type ShownValue } from './explained-score.ts';

/** A change that a rep can make, or find out about, and the score of the lead with it. An association, not a promise. */
export interface ScoreRaise {
  readonly feature: string;
  readonly field: string;
  readonly labelKey: string;
  readonly label: string;
  readonly unit: Unit;
  readonly currentValue: ShownValue;
  readonly suggestedValue: string | number | boolean;
  /** The score with this change alone. */
  readonly score: number;
  /** By how much that is above the lead's score. */
  readonly points: number;
}

/** The suggested value for a current one; undefined where there is nothing to suggest. */
type SuggestValue = (value: FeatureValue) => number | undefined;

const oneMore: SuggestValue = (value) => (typeof value === 'number' && !Number.isNaN(value) ? value + 1 : undefined);
const filledIn: SuggestValue = (value) => (value === 1 ? undefined : 1);

/**
 * Features of the catalogue that a rep can change. What a lead is, such as its industry or size, is not among them, and
 * neither is what the lead does itself, such as a reply.
 */
const WHAT_IF_CANDIDATES: ReadonlyMap<string, SuggestValue> = new Map([
  ['phone_present', filledIn],
  ['mobile_present', filledIn],
  ['website_present', filledIn],
  ['calls', oneMore],
  ['meetings', oneMore],
  ['emails_sent', oneMore],
  ['campaigns', oneMore],
]);

const MAX_RAISES = 3;

/**
 * Single changes that would raise the score, the largest gain first.
 * @param scoreRow the score 1–99 of a row, by the model and reference that scored the lead
 */
export function findScoreRaises(
  schema: FeatureSchema,
  row: readonly FeatureValue[],
  scoreRow: (row: readonly FeatureValue[]) => number,
  maxRaises = MAX_RAISES,
): readonly ScoreRaise[] {
  const current = scoreRow(row);
  const raises = schema.features.flatMap((spec, index): ScoreRaise[] => {
    const value = row[index] ?? null;
    const suggested = spec.source.type === 'catalogue' ? WHAT_IF_CANDIDATES.get(spec.name)?.(value) : undefined;
    if (suggested === undefined) return [];
    const score = scoreRow(row.with(index, suggested));
    return score > current ? [toRaise(spec, value, suggested, score, score - current)] : [];
  });
  return raises.sort((a, b) => b.points - a.points).slice(0, maxRaises);
}

function toRaise(spec: FeatureSpec, value: FeatureValue, suggested: number, score: number, points: number): ScoreRaise {
  const { name: feature, field, labelKey, label, unit } = spec;
  const currentValue = toShownValue(spec, value);
  const suggestedValue = toShownValue(spec, suggested) ?? suggested;
  return { feature, field, labelKey, label, unit, currentValue, suggestedValue, score, points };
}
