import type { ModelEventStore, OrgEventKind } from '@leadlight/workflows';
import { sql } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';
import { omitEmptyPropensity } from './omit-empty-propensity.ts';

const ENTRY = [
  'event_id as id',
  'kind',
  'severity',
  'subject',
  'model_id as modelId',
  'model_version as modelVersion',
  'found_at as foundAt',
  'since',
  'ended_at as endedAt',
  'weeks_between_false_alarms as weeksBetweenFalseAlarms',
  'message',
  'action',
  'propensity_id as propensityId',
] as const;

export function modelEventRepository(db: Database): ModelEventStore {
  const ofOrg = (orgId: string) =>
    db
      .selectFrom('model_event')
      .select(ENTRY)
      .where('org_id', '=', orgId)
      .orderBy('found_at', 'desc')
      .orderBy('event_id');
  return {
    async open(orgId, event) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('model_event')
        .values({
          org_id: orgId,
          propensity_id: event.propensityId ?? '',
          event_id: event.id,
          kind: event.kind,
          severity: event.severity,
          subject: event.subject,
          model_id: event.modelId,
          model_version: event.modelVersion,
          found_at: event.foundAt,
          since: event.since,
          ended_at: event.endedAt,
          weeks_between_false_alarms: event.weeksBetweenFalseAlarms,
          message: storableJson(event.message),
          action: event.action && storableJson(event.action),
        })
        .onConflict((conflict) =>
          conflict.columns(['org_id', 'propensity_id', 'kind', 'subject']).where('ended_at', 'is', null).doNothing(),
        )
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    async end(orgId, eventId, at) {
      await db
        .updateTable('model_event')
        .set({ ended_at: at })
        .where('org_id', '=', orgId)
        .where('event_id', '=', eventId)
        .where('ended_at', 'is', null)
        .execute();
    },

    async listOpen(orgId) {
      return (await ofOrg(orgId).where('ended_at', 'is', null).execute()).map(omitEmptyPropensity);
    },
    async list(orgId, limit) {
      return (await ofOrg(orgId).limit(limit).execute()).map(omitEmptyPropensity);
    },

    async kindsByOrg() {
      const { rows } = await sql<OrgEventKind>`
        select org_id as "orgId", kind, max(found_at)::int8 as "lastFoundAt",
          count(*) filter (where severity = 'alarm' and ended_at is null)::int8 as "openAlarms"
        from model_event group by org_id, kind order by org_id, kind`.execute(db.withoutPlugins());
      return rows;
    },
  };
}
