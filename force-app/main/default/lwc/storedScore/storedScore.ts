import { getFieldValue, type UiRecord } from 'lightning/uiRecordApi';
import type { LeadScore, ModelStamp } from '@leadlight/contract';
import BAND_FIELD from '@salesforce/schema/Lead.Leadlight_Band__c';
import ERROR_FIELD from '@salesforce/schema/Lead.Leadlight_Error__c';
import CONVERTED_FIELD from '@salesforce/schema/Lead.IsConverted';
import PROBABILITY_FIELD from '@salesforce/schema/Lead.Leadlight_Probability__c';
import QUALIFIED_FIELD from '@salesforce/schema/Lead.Leadlight_Qualified__c';
import REASONS_FIELD from '@salesforce/schema/Lead.Leadlight_Reasons__c';
import SCORED_AT_FIELD from '@salesforce/schema/Lead.Leadlight_Scored_At__c';
import SCORE_FIELD from '@salesforce/schema/Lead.Leadlight_Score__c';

/** Fields that every user of the card can read. */
export const REQUIRED_FIELDS = [CONVERTED_FIELD];

/** Fields that only users with a Leadlight permission set can read. */
export const SCORE_FIELDS = [
  SCORE_FIELD,
  BAND_FIELD,
  PROBABILITY_FIELD,
  QUALIFIED_FIELD,
  REASONS_FIELD,
  SCORED_AT_FIELD,
  ERROR_FIELD,
];

/** The reasons for a score. */
export interface Explanation extends Pick<LeadScore, 'baselineScore' | 'otherPoints'> {
  readonly reasons: readonly ShownReason[];
}

type Reason = LeadScore['reasons'][number];

/** `value`: null or absent = missing. `hidden`: the user may not read the field, so Apex has removed the value. */
export type ShownReason = Omit<Reason, 'value'> & { readonly value?: Reason['value']; readonly hidden?: boolean };

/** A score from the lead record or from the service. The reasons may be absent in the record. */
export type ShownScore = Pick<LeadScore, 'score' | 'band' | 'probability' | 'qualified' | 'scoredAt'> &
  Partial<Explanation> &
  Partial<Pick<LeadScore, 'similarLeads'>> & {
    readonly uncertain?: boolean;
    readonly unranked?: { readonly code: string; readonly value?: string | null };
    readonly warnings?: readonly Pick<LeadScore['warnings'][number], 'code' | 'field'>[];
    /** What the model predicts; absent or null = the conversion of the lead. */
    readonly goal?: ModelStamp['goal'] | null;
  };

export const isConverted = (lead: UiRecord): boolean => getFieldValue(lead, CONVERTED_FIELD) === true;

/** Whether the last attempt to score the lead failed, so that lists show an older score. */
export const hasFailed = (lead: UiRecord): boolean => Boolean(getFieldValue(lead, ERROR_FIELD));

/** The score on the lead record; undefined if there is none, or the user may not read it. */
export function findStoredScore(lead: UiRecord): ShownScore | undefined {
  const score = getFieldValue(lead, SCORE_FIELD);
  const band = getFieldValue(lead, BAND_FIELD);
  const scoredAt = getFieldValue(lead, SCORED_AT_FIELD);
  if (typeof score !== 'number' || typeof band !== 'string' || typeof scoredAt !== 'string') return undefined;
  return {
    score,
    band: band as LeadScore['band'],
    scoredAt,
    probability: Number(getFieldValue(lead, PROBABILITY_FIELD) ?? 0) / 100,
    qualified: getFieldValue(lead, QUALIFIED_FIELD) === true,
    ...parseExplanation(getFieldValue(lead, REASONS_FIELD)),
  };
}

/** Empty if the field is not valid, for example after somebody edited it. */
function parseExplanation(text: unknown): Partial<Explanation> {
  if (typeof text !== 'string') return {};
  try {
    const stored = JSON.parse(text) as Partial<Explanation> | null;
    return Array.isArray(stored?.reasons) && typeof stored.baselineScore === 'number' ? stored : {};
  } catch {
    return {};
  }
}
