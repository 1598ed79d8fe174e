import type { FieldValue, LeadField } from '@leadlight/lead-features';
import type { PropensityDefinition } from '@leadlight/propensity';
import type { LeadScoreUpdate } from '@leadlight/workflows';
import type { Generated } from 'kysely';
import type { JsonColumn } from '../database/storable-json.ts';

/** Primary key (org_id, propensity_id). */
export interface PropensityTable {
  org_id: string;
  propensity_id: string;
  revision: number;
  definition: JsonColumn<PropensityDefinition>;
  changed_at: number;
  changed_by: string;
}

/** Primary key (org_id, propensity_id, model_id); at most one active per propensity. */
export interface PropensityModelTable {
  org_id: string;
  propensity_id: string;
  model_id: string;
  version: number;
  learner: string;
  trained_at: number;
  active: boolean;
  report: JsonColumn<unknown>;
  file: Buffer;
}

/** Versions of records of any object but Lead. Primary key (org_id, object, record_id, changed_at, revision); never updated. */
export interface RecordVersionTable {
  org_id: string;
  object: string;
  record_id: string;
  changed_at: number;
  revision: number;
  created_at: number;
  deleted: boolean;
  parents: JsonColumn<Readonly<Record<string, string | null>>>;
  fields: JsonColumn<Readonly<Record<string, FieldValue>>>;
}

/** Every subject that a record has ever belonged to. All columns are the primary key. */
export interface RecordParentTable {
  org_id: string;
  object: string;
  field: string;
  parent_id: string;
  record_id: string;
}

/** Field history. Primary key (org_id, object, record_id, change_id); never updated. */
export interface RecordChangeTable {
  org_id: string;
  object: string;
  record_id: string;
  change_id: string;
  changed_at: number;
  field: string;
  old_value: JsonColumn<FieldValue> | null;
  new_value: JsonColumn<FieldValue> | null;
}

/** The fields of an object as described last. Primary key (org_id, object). */
export interface RecordFieldTable {
  org_id: string;
  object: string;
  fields: JsonColumn<readonly LeadField[]>;
}

/** Primary key (org_id, propensity_id, subject_id, scored_at); never updated. */
export interface SubjectScoreTable {
  org_id: string;
  propensity_id: string;
  subject_id: string;
  scored_at: number;
  model_id: string;
  content_hash: string;
  update: JsonColumn<LeadScoreUpdate>;
}

/** Primary key (org_id, propensity_id, subject_id). */
export interface SubjectOutboxTable {
  org_id: string;
  propensity_id: string;
  subject_id: string;
  state: 'pending' | 'written' | 'failed';
  update: JsonColumn<LeadScoreUpdate>;
  content_hash: string;
  /** Of the update that the CRM last accepted. */
  written_hash: string | null;
  failure: string | null;
  queue_position: Generated<number>;
}
