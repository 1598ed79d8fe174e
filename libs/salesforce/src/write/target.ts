import type { ScoreFields } from '@leadlight/propensity';
import type { LeadScoreUpdate } from '@leadlight/workflows';
import type { PackageNames } from '../describe/package-names.ts';

export type WriteRecord = Readonly<Record<string, string | number | boolean | null>>;

/** An object that scores are written to, and the key of its records. */
export interface WriteTarget {
  readonly object: string;
  /** `Id` updates existing records; any other field is a unique external id to upsert by. */
  readonly key: string;
  toRecord(update: LeadScoreUpdate): WriteRecord;
}

/** Lengths from the package's metadata. The org would reject a longer value. */
const MODEL_LENGTH = 80;
const KEY_MODEL_LENGTH = 60;

/** Why the latest attempt to score a lead on save failed. Orgs with an older package do not have it. */
export const ERROR_FIELD = 'Leadlight_Error__c';
/** How many attempts to score the lead on save have failed in a row. */
export const FAILURES_FIELD = 'Leadlight_Failures__c';
/** The code of why lists by score leave the lead out. */
export const UNRANKED_FIELD = 'Leadlight_Unranked__c';

/** The unit of the fields is percent with two decimals. */
const toPercent = (probability: number): number => Math.round(probability * 10_000) / 100;

const toIso = (instant: number): string => new Date(instant).toISOString();

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

/** Fields that orgs with an older package do not have, with their values. */
const OPTIONAL_FIELDS: Readonly<Record<string, (update: LeadScoreUpdate) => string | null>> = {
  [UNRANKED_FIELD]: ({ unranked }) => unranked,
  // A written score clears the error of an earlier attempt on save.
  [ERROR_FIELD]: () => null,
  [FAILURES_FIELD]: () => null,
};

/** Like `leadTarget`, and writes those of the optional fields that the org has and this user may write. */
export function leadTargetFor(mayWrite: (field: string) => boolean): WriteTarget {
  const fields = Object.entries(OPTIONAL_FIELDS).filter(([field]) => mayWrite(field));
  const optional = (update: LeadScoreUpdate) => Object.fromEntries(fields.map(([field, of]) => [field, of(update)]));
  return { ...leadTarget, toRecord: (update) => ({ ...leadTarget.toRecord(update), ...optional(update) }) };
}

/** The object and the fields that the scores of a propensity are written to. */
export interface SubjectTarget {
  readonly object: string;
  readonly fields: ScoreFields;
}

/** The latest score of a propensity, on the subject itself. */
export const subjectTarget = ({ object, fields }: SubjectTarget): WriteTarget => ({
  object,
  key: 'Id',
  toRecord: (update) => ({
    Id: update.leadId,
    [fields.score]: update.score,
    [fields.band]: update.band,
    [fields.probability]: toPercent(update.probability),
    [fields.reasons]: update.reasons,
    [fields.model]: update.modelLabel.slice(0, MODEL_LENGTH),
    [fields.scoredAt]: toIso(update.scoredAt),
  }),
});

/** The target as an org names it. */
export const namedAsInOrg = ({ object, key, toRecord }: WriteTarget, names: PackageNames): WriteTarget => ({
  object: names.inOrg(object),
  key: names.inOrg(key),
  toRecord: (update) => names.toOrg(toRecord(update)),
});

/** Why the org did not store a score. */
export interface Rejection {
  readonly leadId: string;
  readonly message: string;
  readonly rejectedAt: number;
}

/** The object that lists leads whose score the org did not store; orgs with an older package do not have it. */
export const REJECTED_OBJECT = 'Leadlight_Rejected_Score__c';
const MESSAGE_LENGTH = 255;

/** One record per lead. The org deletes it when a score is stored. */
export const toRejectionRecord = ({ leadId, message, rejectedAt }: Rejection): WriteRecord => ({
  Lead_Id__c: leadId,
  Lead__c: leadId,
  Message__c: message.length > MESSAGE_LENGTH ? `${message.slice(0, MESSAGE_LENGTH - 1)}…` : message,
  Rejected_At__c: toIso(rejectedAt),
});

/** One record per score. The key consists of lead, model and instant, so that writing it again adds no second record. */
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
