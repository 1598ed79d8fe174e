import { indexByWeight, valueByWeight, type Random } from '../random.ts';

/** What a case is like. Type, priority and origin are in its record; its severity shows only in what happens. */
export interface CaseTraits {
  readonly type: (typeof caseTypes)[number]['value'];
  /** At its creation. */
  readonly priority: (typeof priorities)[number]['value'];
  readonly origin: (typeof origins)[number];
  readonly severity: number;
}

/** `factor`: how much more often such a case escalates. */
export const caseTypes = [
  { value: 'Question', weight: 0.5, factor: 0.6 },
  { value: 'Problem', weight: 0.35, factor: 1.5 },
  { value: 'Feature Request', weight: 0.15, factor: 0.4 },
] as const;

export const priorities = [
  { value: 'Low', weight: 0.3, factor: 0.6 },
  { value: 'Medium', weight: 0.5, factor: 1 },
  { value: 'High', weight: 0.2, factor: 1.8 },
] as const;

export const origins = ['Email', 'Phone', 'Web'] as const;

/** Days until the case escalates, is closed and gets the next comment of the customer, on average. */
export const severities = [
  { weight: 0.5, escalatesDays: 180, closesDays: 2.5, commentDays: 5 },
  { weight: 0.3, escalatesDays: 40, closesDays: 4, commentDays: 1.6 },
  { weight: 0.2, escalatesDays: 9, closesDays: 8, commentDays: 0.6 },
] as const;

/** Per day. */
export interface CaseRates {
  readonly escalates: number;
  readonly closes: number;
  readonly comments: number;
}

export function ratesOf({ type, priority, severity }: CaseTraits): CaseRates {
  const { escalatesDays, closesDays, commentDays } = severities[severity]!;
  const factor =
    caseTypes.find(({ value }) => value === type)!.factor * priorities.find(({ value }) => value === priority)!.factor;
  return { escalates: factor / escalatesDays, closes: 1 / closesDays, comments: 1 / commentDays };
}

export const sampleTraits = (random: Random): CaseTraits => ({
  type: valueByWeight(random, caseTypes),
  priority: valueByWeight(random, priorities),
  origin: random.pick(origins),
  severity: indexByWeight(random, severities),
});
