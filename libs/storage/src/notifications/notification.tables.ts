import type { Delivery, NotificationRoute, RouteSettings } from '@leadlight/workflows';
import type { Generated } from 'kysely';
import type { JsonColumn } from '../database/storable-json.ts';

/** Events on their way to administrators. Primary key (org_id, delivery_id); one per event, route and reminder. */
export interface NotificationDeliveryTable {
  org_id: string;
  delivery_id: string;
  event_id: string;
  route: NotificationRoute;
  reminder: number;
  state: Delivery['state'];
  attempts: number;
  /** Whether an attempt has begun that has not ended. */
  in_flight: Generated<boolean>;
  /** Whether an attempt never ended, because its process was stopped. */
  interrupted: Generated<boolean>;
  created_at: number;
  next_attempt_at: number;
  sent_at: number | null;
  failure: string | null;
}

/** How an org's administrators are notified, without secrets. Primary key org_id. */
export interface NotificationSettingsTable {
  org_id: string;
  settings: JsonColumn<RouteSettings>;
  changed_at: number;
  changed_by: string;
}
