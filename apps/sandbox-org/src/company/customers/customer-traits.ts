import { industries } from '../attribute-values.ts';
import { indexByWeight, valueByWeight, type Random } from '../random.ts';

/** What a customer is like. Plan and industry are in its record; mood and pace show only in what it does. */
export interface CustomerTraits {
  readonly plan: (typeof plans)[number]['value'];
  readonly industry: string;
  /** Content or unhappy: an unhappy customer complains more and leaves sooner. */
  readonly mood: number;
  /** Buys rarely, usually or often. */
  readonly pace: number;
}

export const plans = [
  { value: 'Basic', weight: 5, gapDays: 45, leaves: 1.5 },
  { value: 'Standard', weight: 4, gapDays: 32, leaves: 1 },
  { value: 'Premium', weight: 2, gapDays: 22, leaves: 0.6 },
] as const;

/** Days until a customer leaves, and between two complaints, on average. */
export const moods = [
  { weight: 0.7, staysDays: 900, caseGapDays: 90 },
  { weight: 0.3, staysDays: 170, caseGapDays: 25 },
] as const;

export const paces = [
  { weight: 0.3, factor: 0.65 },
  { weight: 0.4, factor: 1 },
  { weight: 0.3, factor: 1.5 },
] as const;

const slowIndustries: readonly string[] = ['Education', 'Government', 'Not For Profit', 'Hospitality'];

/** Per day. */
export interface CustomerRates {
  readonly buys: number;
  readonly leaves: number;
  readonly complains: number;
}

export function ratesOf({ plan, industry, mood, pace }: CustomerTraits): CustomerRates {
  const { gapDays, leaves } = plans.find(({ value }) => value === plan)!;
  const { staysDays, caseGapDays } = moods[mood]!;
  const slow = slowIndustries.includes(industry) ? 0.75 : 1;
  return { buys: (slow * paces[pace]!.factor) / gapDays, leaves: leaves / staysDays, complains: 1 / caseGapDays };
}

export const sampleTraits = (random: Random): CustomerTraits => ({
  plan: valueByWeight(random, plans),
  industry: valueByWeight(random, industries),
  mood: indexByWeight(random, moods),
  pace: indexByWeight(random, paces),
});
