import type { AlertDelivery, AlertStore } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import { inTransaction } from '../database/in-transaction.ts';
import { jsonRows } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';

/** Rows of deliveries, joined with their alerts. */
type Row = Omit<AlertDelivery, 'alert'> & AlertDelivery['alert'];

const COLUMNS = sql`delivery.alert_id as id, delivery.rule, delivery.subject_id as "subjectId", alert.cause, alert.facts,
  alert.created_at as "createdAt", delivery.route, delivery.state, delivery.attempts, delivery.interrupted,
  delivery.next_attempt_at as "nextAttemptAt", delivery.sent_at as "sentAt", delivery.recipients, delivery.failure`;

const deliveryOf = ({ id, rule, subjectId, cause, facts, createdAt, ...rest }: Row): AlertDelivery => ({
  alert: { id, rule, subjectId, cause, facts, createdAt },
  ...rest,
});

type Deliveries = Pick<
  AlertStore,
  'hasPending' | 'take' | 'settle' | 'countSent' | 'listDeliveries' | 'countDeliveries' | 'raise'
>;

export const alertDeliveries = (db: Database | Trx): Deliveries => ({
  raise: (orgId, states, alerts) =>
    inTransaction(db, async (trx) => {
      if (states.length > 0) await saveStates(trx, orgId, jsonRows(states));
      if (alerts.length > 0) await addAlerts(trx, orgId, alerts);
    }),

  async hasPending(orgId, now, routes) {
    const { rows } = await sql<{ found: boolean }>`
      select exists (select from alert_delivery where org_id = ${orgId} and state = 'pending'
        and next_attempt_at <= ${now}::int8 and route = any(${routes}::text[])) as found`.execute(db);
    return rows[0]?.found ?? false;
  },

  async take(orgId, now, retryAt, { routes, rules }) {
    const { rows } = await sql<Row>`
      with due as materialized (
        select org_id, alert_id, route, in_flight from alert_delivery
        where org_id = ${orgId} and state = 'pending' and next_attempt_at <= ${now}::int8
          and route = any(${routes}::text[]) and rule = any(${rules}::text[])
        order by next_attempt_at, alert_id limit 1 for update skip locked
      )
      update alert_delivery as delivery
      set attempts = delivery.attempts + 1, next_attempt_at = ${retryAt}::int8, in_flight = true,
        interrupted = delivery.interrupted or due.in_flight
      from due join alert on alert.org_id = due.org_id and alert.alert_id = due.alert_id
      where delivery.org_id = due.org_id and delivery.alert_id = due.alert_id and delivery.route = due.route
      returning ${COLUMNS}`.execute(db);
    return rows[0] && deliveryOf(rows[0]);
  },

  async settle(orgId, { alert, route }, outcome) {
    await db
      .updateTable('alert_delivery')
      .set({ ...changeOf(outcome), in_flight: false })
      .where('org_id', '=', orgId)
      .where('alert_id', '=', alert.id)
      .where('route', '=', route)
      .where('state', '=', 'pending')
      .execute();
  },

  async countSent(orgId, route, since, users) {
    const sent = sql`from alert_delivery delivery where org_id = ${orgId} and route = ${route} and state = 'sent'
      and sent_at >= ${since}::int8 and rule in ('band', 'jump', 'untouched')`;
    const [all, byUser] = await Promise.all([
      sql<{ count: number }>`select count(*)::int4 as count ${sent}`.execute(db),
      sql<{ id: string; count: number }>`
        select person.id, (select count(*)::int4 ${sent} and person.id = any(delivery.recipients)) as count
        from unnest(${users}::text[]) as person(id)`.execute(db),
    ]);
    return { all: all.rows[0]?.count ?? 0, byUser: new Map(byUser.rows.map(({ id, count }) => [id, count])) };
  },

  async listDeliveries(orgId, limit) {
    const { rows } = await sql<Row>`
      select ${COLUMNS} ${ofOrg(orgId)}
      order by delivery.created_at desc, delivery.alert_id, delivery.route limit ${limit}`.execute(db);
    return rows.map(deliveryOf);
  },

  async countDeliveries(orgId, since) {
    const { rows } = await sql<{ state: string; count: number }>`
      select case when delivery.state = 'dropped' then delivery.failure else delivery.state end as state, count(*)::int4 as count
      ${ofOrg(orgId)} and delivery.created_at >= ${since}::int8 group by 1 order by 1`.execute(db);
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  },
});

const ofOrg = (orgId: string): RawBuilder<unknown> => sql`from alert_delivery delivery
  join alert on alert.org_id = delivery.org_id and alert.alert_id = delivery.alert_id where delivery.org_id = ${orgId}`;

function changeOf(outcome: Parameters<AlertStore['settle']>[2]) {
  if ('sentAt' in outcome) {
    return { state: 'sent' as const, sent_at: outcome.sentAt, recipients: [...outcome.recipients], failure: null };
  }
  if ('dropped' in outcome) return { state: 'dropped' as const, failure: outcome.dropped };
  if ('givenUp' in outcome) return { state: 'failed' as const, failure: outcome.failure };
  return { failure: outcome.failure, next_attempt_at: outcome.retryAt };
}

/** @param rows states as JSON text */
async function saveStates(trx: Trx, orgId: string, rows: string): Promise<void> {
  await sql`
    insert into alert_state (org_id, subject_id, score, band, model_label, band_since, reference_score, reference_at, seen_at)
    select ${orgId}, "leadId", score, band, "modelLabel", "bandSince", "referenceScore", "referenceAt", "seenAt"
    from json_to_recordset(${rows}::json) as r("leadId" text, score int4, band text, "modelLabel" text, "bandSince" int8,
      "referenceScore" int4, "referenceAt" int8, "seenAt" int8)
    order by "leadId"
    on conflict (org_id, subject_id) do update set score = excluded.score, band = excluded.band,
      model_label = excluded.model_label, band_since = excluded.band_since, reference_score = excluded.reference_score,
      reference_at = excluded.reference_at, seen_at = excluded.seen_at`.execute(trx);
}

async function addAlerts(trx: Trx, orgId: string, raised: Parameters<AlertStore['raise']>[2]): Promise<void> {
  const alerts = jsonRows(raised.map(({ alert }) => alert));
  await sql`
    insert into alert (org_id, alert_id, rule, subject_id, cause, facts, created_at)
    select ${orgId}, id, rule, "subjectId", cause, facts, "createdAt" from json_to_recordset(${alerts}::json) as r(
      id text, rule text, "subjectId" text, cause text, facts json, "createdAt" int8)
    on conflict (org_id, alert_id) do nothing`.execute(trx);
  const deliveries = jsonRows(raised.flatMap(({ alert, routes }) => routes.map((route) => ({ ...alert, route }))));
  // Only of alerts that are new: one that existed keeps the routes that it was raised with.
  await sql`
    insert into alert_delivery (org_id, alert_id, route, rule, subject_id, state, created_at, next_attempt_at)
    select ${orgId}, r.id, r.route, r.rule, r."subjectId", 'pending', r."createdAt", r."createdAt"
    from json_to_recordset(${deliveries}::json) as r(
      id text, route text, rule text, "subjectId" text, "createdAt" int8)
    join alert on alert.org_id = ${orgId} and alert.alert_id = r.id and alert.created_at = r."createdAt"
    on conflict (org_id, alert_id, route) do nothing`.execute(trx);
}
