import type { Delivery, DeliveryStore, RouteSettings, RouteSettingsStore } from '@leadlight/workflows';
import { sql } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';

const DELIVERY = [
  'delivery_id as id',
  'event_id as eventId',
  'route',
  'reminder',
  'state',
  'attempts',
  'interrupted',
  'created_at as createdAt',
  'next_attempt_at as nextAttemptAt',
  'sent_at as sentAt',
  'failure',
] as const;

export function deliveryRepository(db: Database | Trx): DeliveryStore {
  return {
    async add(orgId, deliveries) {
      if (deliveries.length === 0) return;
      await db
        .insertInto('notification_delivery')
        .values(
          deliveries.map((each) => ({
            org_id: orgId,
            delivery_id: each.id,
            event_id: each.eventId,
            route: each.route,
            reminder: each.reminder,
            state: each.state,
            attempts: each.attempts,
            created_at: each.createdAt,
            next_attempt_at: each.nextAttemptAt,
            sent_at: each.sentAt,
            failure: each.failure,
          })),
        )
        .onConflict((conflict) => conflict.columns(['org_id', 'event_id', 'route', 'reminder']).doNothing())
        .execute();
    },

    async take(orgId, now, retryAt) {
      const { rows } = await sql<Delivery>`
        with due as materialized (
          select org_id, delivery_id, in_flight from notification_delivery
          where org_id = ${orgId} and state = 'pending' and next_attempt_at <= ${now}::int8
          order by next_attempt_at, delivery_id limit 1 for update skip locked
        )
        update notification_delivery as taken
        set attempts = taken.attempts + 1, next_attempt_at = ${retryAt}::int8, in_flight = true,
          interrupted = taken.interrupted or due.in_flight
        from due where taken.org_id = due.org_id and taken.delivery_id = due.delivery_id
        returning taken.delivery_id as id, taken.event_id as "eventId", route, reminder, state, attempts, interrupted,
          created_at as "createdAt", next_attempt_at as "nextAttemptAt", sent_at as "sentAt", failure`.execute(db);
      return rows[0];
    },

    async settle(orgId, deliveryId, outcome) {
      const change =
        'sentAt' in outcome
          ? { state: 'sent' as const, sent_at: outcome.sentAt, failure: null }
          : 'givenUp' in outcome
            ? { state: 'failed' as const, failure: outcome.failure }
            : { failure: outcome.failure, next_attempt_at: outcome.retryAt };
      await db
        .updateTable('notification_delivery')
        .set({ ...change, in_flight: false })
        .where('org_id', '=', orgId)
        .where('delivery_id', '=', deliveryId)
        .where('state', '=', 'pending')
        .execute();
    },

    list: (orgId, limit): Promise<Delivery[]> =>
      db
        .selectFrom('notification_delivery')
        .select(DELIVERY)
        .where('org_id', '=', orgId)
        .orderBy('created_at', 'desc')
        .orderBy('delivery_id')
        .limit(limit)
        .execute(),
  };
}

const NONE_SET_UP: RouteSettings = { email: null, webhook: null, slack: null, salesforce: null };

export function notificationSettingsRepository(db: Database | Trx): RouteSettingsStore {
  return {
    async find(orgId) {
      const row = await db
        .selectFrom('notification_settings')
        .select('settings')
        .where('org_id', '=', orgId)
        .executeTakeFirst();
      return { ...NONE_SET_UP, ...row?.settings };
    },

    async save(orgId, settings, at, actor) {
      const change = { settings: storableJson(settings), changed_at: at, changed_by: actor };
      await db
        .insertInto('notification_settings')
        .values({ org_id: orgId, ...change })
        .onConflict((conflict) => conflict.column('org_id').doUpdateSet(change))
        .execute();
    },
  };
}
