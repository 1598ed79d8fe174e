import type { LeadScoreUpdate } from '@leadlight/workflows';

export type WriteValue = string | number | boolean | null;
export type WriteRecord = Readonly<Record<string, WriteValue>>;

/** An object that scores are written to, and how its records are told apart. */
export interface WriteTarget {
  readonly object: string;
  /** `Id` updates records that exist; any other field is a unique external id to upsert by. */
  readonly key: string;
  toRecord(update: LeadScoreUpdate): WriteRecord;
}

/** Lengths as the package's metadata has them: a value that is longer would be refused. */
const MODEL_LENGTH = 80;
const KEY_MODEL_LENGTH = 60;

/** Why the latest attempt to score a lead at save failed; absent from orgs with an older package. */
export const ERROR_FIELD = 'Leadlight_Error__c';

/** The fields' unit is percent with two decimals. */
const toPercent = (probability: number): number => Math.round(probability * 10_000) / 100;

const toIso = (at: number): string => new Date(at).toISOString();

/** The latest score, on the Lead itself. */
export const leadTarget: WriteTarget = {
  object: 'Lead',
  key: 'Id',
  toRecord: (update) => ({
    Id: update.leadId,
    Leadlight_Score__c: update.score,
    Leadlight_Band__c: update.band,
    Leadlight_Qualified__c: update.qualified,
    Leadlight_Probability__c: toPercent(update.probability),
    Leadlight_Reasons__c: update.reasons,
    Leadlight_Model__c: update.modelLabel.slice(0, MODEL_LENGTH),
    Leadlight_Scored_At__c: toIso(update.scoredAt),
    Leadlight_Input_Hash__c: update.inputHash,
  }),
};

/** As `leadTarget`, and takes back what an earlier attempt at save wrote about its failure. */
export const leadTargetClearingError: WriteTarget = {
  ...leadTarget,
  toRecord: (update) => ({ ...leadTarget.toRecord(update), [ERROR_FIELD]: null }),
};

/** Every score, one row each: its key names lead, model and instant, so that a repeated write makes no second row. */
export const historyTarget: WriteTarget = {
  object: 'Leadlight_Score_History__c',
  key: 'Key__c',
  toRecord: (update) => ({
    Key__c: `${update.leadId}:${update.modelLabel.slice(0, KEY_MODEL_LENGTH)}:${toIso(update.scoredAt)}`,
    Lead__c: update.leadId,
    Score__c: update.score,
    Band__c: update.band,
    Probability__c: toPercent(update.probability),
    Reasons__c: update.reasons,
    Model__c: update.modelLabel.slice(0, MODEL_LENGTH),
    Scored_At__c: toIso(update.scoredAt),
    Input_Hash__c: update.inputHash,
  }),
};
