import type { AlertDelivery, AlertDeliveryRoute, AlertFacts, AlertRule, AlertSettings } from '@leadlight/workflows';
import type { Generated } from 'kysely';
import type { JsonColumn } from '../database/storable-json.ts';

/** When people are alerted about leads, without secrets. Primary key org_id. */
export interface AlertSettingsTable {
  org_id: string;
  settings: JsonColumn<AlertSettings>;
  on_since: number | null;
  first_on_at: number | null;
  changed_at: number;
  changed_by: string;
}

/** The score of a lead when alerts last looked. Primary key (org_id, subject_id). */
export interface AlertStateTable {
  org_id: string;
  subject_id: string;
  score: number;
  band: string;
  model_label: string;
  band_since: number;
  reference_score: number;
  reference_at: number;
  seen_at: number;
}

/** What people were alerted to. Primary key (org_id, alert_id), which follows from rule, subject and cause. */
export interface AlertTable {
  org_id: string;
  alert_id: string;
  rule: AlertRule;
  /** A lead; of digests and tests a user. */
  subject_id: string;
  cause: string;
  facts: JsonColumn<AlertFacts>;
  created_at: number;
}

/** An alert on its way by one route. Primary key (org_id, alert_id, route). */
export interface AlertDeliveryTable {
  org_id: string;
  alert_id: string;
  route: AlertDeliveryRoute;
  /** As in the alert. */
  rule: AlertRule;
  subject_id: string;
  state: AlertDelivery['state'];
  attempts: Generated<number>;
  /** Whether an attempt has begun that has not ended. */
  in_flight: Generated<boolean>;
  /** Whether an attempt never ended, because its process was stopped. */
  interrupted: Generated<boolean>;
  created_at: number;
  next_attempt_at: number;
  sent_at: number | null;
  /** Ids of users. */
  recipients: Generated<string[]>;
  failure: string | null;
}
