import type { CheckFigures, EventKind, LocalizedMessage } from '@leadlight/contract';
import type { Generated } from 'kysely';
import type { JsonColumn } from '../database/storable-json.ts';

/** Checks of active models. Primary key (org_id, propensity_id, checked_at). */
export interface ModelCheckTable {
  org_id: string;
  /** '' = the model of leads. */
  propensity_id: Generated<string>;
  checked_at: number;
  model_id: string;
  model_version: number;
  figures: JsonColumn<CheckFigures>;
}

/** What was found. Primary key (org_id, event_id); at most one of a propensity, kind and subject is open. */
export interface ModelEventTable {
  org_id: string;
  /** '' = about the model of leads, or about the service. */
  propensity_id: Generated<string>;
  event_id: string;
  kind: EventKind;
  severity: 'alarm' | 'notice';
  subject: string;
  model_id: string | null;
  model_version: number | null;
  found_at: number;
  since: number | null;
  ended_at: number | null;
  weeks_between_false_alarms: number | null;
  message: JsonColumn<LocalizedMessage>;
  action: JsonColumn<LocalizedMessage> | null;
}
