import type {
  EnrolledLead,
  ExperimentEntry,
  ExperimentStore,
  LeadEnrolment,
  StoredAnalysis,
} from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows, storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';

const ENTRY = [
  'experiment_id as id',
  'state',
  'plan',
  'started_at as startedAt',
  'started_by as startedBy',
  'stopped_at as stoppedAt',
] as const;

const LEAD = [
  'lead_id as leadId',
  'arm',
  'band',
  'rep_id as repId',
  'fortnight',
  'enrolled_at as enrolledAt',
  'viewed_at as viewedAt',
] as const;

export function experimentRepository(db: Database | Trx): ExperimentStore {
  const leadsOf = (orgId: string, id: string) =>
    db.selectFrom('experiment_lead').select(LEAD).where('org_id', '=', orgId).where('experiment_id', '=', id);
  const findLeads = (orgId: string, id: string, leadIds: readonly string[]): Promise<EnrolledLead[]> =>
    leadIds.length === 0
      ? Promise.resolve([])
      : leadsOf(orgId, id)
          .where('lead_id', '=', sql<string>`any(${leadIds}::text[])`)
          .execute();
  return {
    findOpen: (orgId): Promise<ExperimentEntry | undefined> =>
      db
        .selectFrom('experiment')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .where('state', '<>', 'ended')
        .executeTakeFirst(),

    list: (orgId): Promise<ExperimentEntry[]> =>
      db
        .selectFrom('experiment')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .orderBy('started_at', 'desc')
        .orderBy('experiment_id')
        .execute(),

    async start(orgId, { id, plan, startedAt, startedBy }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('experiment')
        .values({
          org_id: orgId,
          experiment_id: id,
          state: 'running',
          plan: storableJson(plan),
          started_at: startedAt,
          started_by: startedBy,
        })
        .onConflict((conflict) => conflict.column('org_id').where('state', '<>', 'ended').doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async stop(orgId, id, state, at) {
      const { numUpdatedRows } = await db
        .updateTable('experiment')
        .set((eb) => ({ state, stopped_at: eb.fn.coalesce('stopped_at', eb.val(at)) }))
        .where('org_id', '=', orgId)
        .where('experiment_id', '=', id)
        .where('state', 'in', state === 'ended' ? ['running', 'exploring'] : ['running'])
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async enrol(orgId, id, leads) {
      if (leads.length === 0) return [];
      // With `not exists` and outdated statistics, PostgreSQL compares each lead with the whole log.
      await sql`
        insert into experiment_lead (org_id, experiment_id, lead_id, arm, band, rep_id, fortnight, enrolled_at)
        select ${orgId}, ${id}, "leadId", arm, band, "repId", fortnight, "enrolledAt"
        from json_to_recordset(${jsonRows(leads)}::json) as r("leadId" text, arm text, band text, "repId" text,
          fortnight int4, "enrolledAt" int8)
        where (select true from score_log s where s.subject_id = "leadId" and s.org_id = ${orgId} limit 1) is null
        order by "leadId"
        on conflict (org_id, experiment_id, lead_id) do nothing`.execute(db);
      return findLeads(
        orgId,
        id,
        leads.map(({ leadId }) => leadId),
      );
    },

    findLeads,

    async markViewed(orgId, id, leadIds, at) {
      if (leadIds.length === 0) return;
      await db
        .updateTable('experiment_lead')
        .set({ viewed_at: at })
        .where('org_id', '=', orgId)
        .where('experiment_id', '=', id)
        .where('lead_id', '=', sql<string>`any(${leadIds}::text[])`)
        .where('viewed_at', 'is', null)
        .execute();
    },

    async *readLeads(orgId, id, leadsPerChunk) {
      for (let after = ''; ;) {
        const leads = await leadsOf(orgId, id)
          .where('lead_id', '>', after)
          .orderBy('lead_id')
          .limit(leadsPerChunk)
          .execute();
        if (leads.length > 0) yield leads;
        if (leads.length < leadsPerChunk) return;
        after = leads.at(-1)!.leadId;
      }
    },

    async saveAnalysis(orgId, id, { day, settledLeads, effect }) {
      await db
        .insertInto('experiment_analysis')
        .values({
          org_id: orgId,
          experiment_id: id,
          day,
          settled_leads: settledLeads,
          effect: effect && storableJson(effect),
        })
        .onConflict((conflict) => conflict.columns(['org_id', 'experiment_id', 'day']).doNothing())
        .execute();
    },

    async listAnalyses(orgId, id) {
      const rows = await db
        .selectFrom('experiment_analysis')
        .select(['day', 'settled_leads as settledLeads', 'effect'])
        .where('org_id', '=', orgId)
        .where('experiment_id', '=', id)
        .orderBy('day')
        .execute();
      return rows.map(({ effect, ...row }): StoredAnalysis => ({
        ...row,
        effect: effect && { ...effect, degreesOfFreedom: effect.degreesOfFreedom ?? Number.POSITIVE_INFINITY },
      }));
    },
  };
}

/** The experiments that a lead takes or took part in. */
export const enrolmentsOf = (db: Database, orgId: string, leadId: string): Promise<LeadEnrolment[]> =>
  db
    .selectFrom('experiment_lead')
    .select([...LEAD, 'experiment_id as experimentId'])
    .where('org_id', '=', orgId)
    .where('lead_id', '=', leadId)
    .orderBy('enrolled_at')
    .execute();
