import { leadSources } from '../attribute-values.ts';
import { indexByWeight, valueByWeight, type Random } from '../random.ts';

/** What an opportunity is like. Type and source are in its record; its strength shows only in what happens. */
export interface DealTraits {
  readonly type: (typeof dealTypes)[number]['value'];
  readonly source: string;
  readonly strength: number;
}

export const dealTypes = [
  { value: 'New Business', weight: 0.65, factor: 1 },
  { value: 'Existing Business', weight: 0.35, factor: 1.35 },
] as const;

/** Days until the next stage, the loss, a meeting and the confirmed budget, on average. */
export const strengths = [
  { weight: 0.35, stageDays: 45, lossDays: 60, meetingDays: 24, budgetDays: 200 },
  { weight: 0.4, stageDays: 26, lossDays: 120, meetingDays: 12, budgetDays: 60 },
  { weight: 0.25, stageDays: 16, lossDays: 220, meetingDays: 7, budgetDays: 25 },
] as const;

/** An opportunity is won when it has advanced this many times. */
export const ADVANCES_TO_WIN = 4;

const fastSources: readonly string[] = ['Referral', 'Partner'];
const slowSources: readonly string[] = ['Purchased List', 'Advertisement'];

/** Per day. */
export interface DealRates {
  readonly advances: number;
  readonly isLost: number;
  readonly meets: number;
  /** Once at most. */
  readonly confirmsBudget: number;
}

export function ratesOf({ type, source, strength }: DealTraits): DealRates {
  const { stageDays, lossDays, meetingDays, budgetDays } = strengths[strength]!;
  const bySource = fastSources.includes(source) ? 1.3 : slowSources.includes(source) ? 0.75 : 1;
  const factor = dealTypes.find(({ value }) => value === type)!.factor * bySource;
  return {
    advances: factor / stageDays,
    isLost: 1 / (factor * lossDays),
    meets: 1 / meetingDays,
    confirmsBudget: 1 / budgetDays,
  };
}

export const sampleTraits = (random: Random): DealTraits => ({
  type: valueByWeight(random, dealTypes),
  source: valueByWeight(random, leadSources),
  strength: indexByWeight(random, strengths),
});
