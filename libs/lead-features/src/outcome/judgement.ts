import { textOf } from '../catalogue/catalogue-feature.ts';
import type { LeadField } from '../lead-field.ts';
import type { LeadSnapshot } from '../snapshot.ts';

/** Fields in which people write down what they think of a lead, the plainest first. */
const JUDGEMENTS = ['Rating', 'Status'] as const;
export type JudgementField = (typeof JUDGEMENTS)[number];

/**
 * The field that tells people's own judgement as it stood at a past instant; undefined where the org tracks none. It is
 * never a feature: it is what a model is measured against.
 */
export function findJudgementField(fields: readonly LeadField[]): JudgementField | undefined {
  return JUDGEMENTS.find((name) => fields.some((field) => field.name === name && field.past.kind !== 'unknown'));
}

/** What people thought of the lead at the snapshot's instant; null = nothing written. */
export const judgementOf = (snapshot: LeadSnapshot, field: JudgementField): string | null => textOf(snapshot, field);
