import type { FeatureSchema, FeatureSpec, FeatureValue, Unit } from '@leadlight/lead-features';

/** Something a rep can do, or find out, and what leads where it is so are scored. An association, not a promise. */
export interface ScoreRaise {
  readonly feature: string;
  readonly field: string;
  readonly labelKey: string;
  readonly label: string;
  readonly unit: Unit;
  readonly currentValue: string | number | boolean | null;
  readonly suggestedValue: string | number | boolean;
  /** The score with this change alone. */
  readonly score: number;
  /** How much that is above the lead's score. */
  readonly points: number;
}

type NextValue = (value: FeatureValue) => FeatureValue | undefined;

const oneMore: NextValue = (value) => (typeof value === 'number' && !Number.isNaN(value) ? value + 1 : undefined);
const filledIn: NextValue = (value) => (value === 1 ? undefined : 1);
const now: NextValue = (value) => (value === 0 ? undefined : 0);

/** Features of the catalogue that somebody can move, and where to. What a lead is (its industry, its size) is not among them. */
const WHAT_IF_CANDIDATES: ReadonlyMap<string, NextValue> = new Map([
  ['phone_present', filledIn],
  ['mobile_present', filledIn],
  ['website_present', filledIn],
  ['calls', oneMore],
  ['meetings', oneMore],
  ['emails_sent', oneMore],
  ['campaigns', oneMore],
  ['campaign_responses', oneMore],
  ['replies', oneMore],
  ['days_since_last_touch', now],
]);

/**
 * Single changes that would raise the score, the largest gain first.
 * @param scoreRow the score 1–99 of a row, by the model and reference that scored the lead
 */
export function findScoreRaises(
  schema: FeatureSchema,
  row: readonly FeatureValue[],
  scoreRow: (row: readonly FeatureValue[]) => number,
  most = 3,
): readonly ScoreRaise[] {
  const current = scoreRow(row);
  const raises = schema.features.flatMap((spec, index): ScoreRaise[] => {
    const value = row[index] ?? null;
    const to = WHAT_IF_CANDIDATES.get(spec.name)?.(value);
    if (spec.source.type !== 'catalogue' || to === undefined || to === null) return [];
    const score = scoreRow(row.map((kept, other) => (other === index ? to : kept)));
    return score > current ? [changeOf(spec, value, to, score, current)] : [];
  });
  return raises.sort((a, b) => b.points - a.points).slice(0, most);
}

function changeOf(
  spec: FeatureSpec,
  from: FeatureValue,
  to: string | number,
  score: number,
  current: number,
): ScoreRaise {
  const { name, field, labelKey, label, unit, kind } = spec;
  const told = (value: FeatureValue) => {
    if (typeof value !== 'number') return value;
    if (Number.isNaN(value)) return null;
    return kind === 'boolean' ? value !== 0 : value;
  };
  return {
    feature: name,
    field,
    labelKey,
    label,
    unit,
    currentValue: told(from),
    suggestedValue: told(to) ?? to,
    score,
    points: score - current,
  };
}
