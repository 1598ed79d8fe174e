import { textOf } from '../field-value.ts';
import type { LeadField } from '../lead-field.ts';
import type { LeadSnapshot } from '../snapshot.ts';

/** Fields in which people write down what they think of a lead, the most direct first. */
const JUDGEMENTS = ['Rating', 'Status'] as const;
export type JudgementField = (typeof JUDGEMENTS)[number];

/**
 * The field with people's own judgement whose past values are known; undefined where the org tracks none. It is never a
 * feature: models are compared with it.
 */
export function findJudgementField(fields: readonly LeadField[]): JudgementField | undefined {
  return JUDGEMENTS.find((name) => fields.some((field) => field.name === name && field.past.kind !== 'unknown'));
}

/** What people thought of the lead at the instant of the snapshot; null = nothing written. */
export const judgementOf = (snapshot: LeadSnapshot, field: JudgementField): string | null => textOf(snapshot, field);
