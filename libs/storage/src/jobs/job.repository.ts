import type { JobEntry, JobStore } from '@leadlight/workflows';
import { storableJson } from '../database/storable-json.ts';
import type { Database } from '../database/tables.ts';

const ENTRY = [
  'job_id as id',
  'kind',
  'propensity_id as propensityId',
  'state',
  'requested_at as requestedAt',
  'requested_by as requestedBy',
  'attempts',
  'started_at as startedAt',
  'ended_at as endedAt',
  'progress',
  'result',
  'failure',
] as const;

const OPEN = ['waiting', 'running'] as const;

export function jobRepository(db: Database): JobStore {
  const findOpen = (orgId: string): Promise<JobEntry | undefined> =>
    db.selectFrom('job').select(ENTRY).where('org_id', '=', orgId).where('state', 'in', OPEN).executeTakeFirst();
  const runningAttempt = (orgId: string, jobId: string, attempt: number) =>
    db
      .updateTable('job')
      .where('org_id', '=', orgId)
      .where('job_id', '=', jobId)
      .where('state', '=', 'running')
      .where('attempts', '=', attempt);
  return {
    findOpen,

    async request(orgId, { id, kind, propensityId, requestedAt, requestedBy }) {
      for (;;) {
        const inserted = await db
          .insertInto('job')
          .values({
            org_id: orgId,
            job_id: id,
            kind,
            propensity_id: propensityId ?? null,
            state: 'waiting',
            requested_at: requestedAt,
            requested_by: requestedBy,
          })
          .onConflict((conflict) => conflict.column('org_id').where('state', 'in', OPEN).doNothing())
          .returning(ENTRY)
          .executeTakeFirst();
        // The open one may end between the two statements.
        const entry = inserted ?? (await findOpen(orgId));
        if (entry) return entry;
      }
    },

    list: (orgId, limit) =>
      db
        .selectFrom('job')
        .select(ENTRY)
        .where('org_id', '=', orgId)
        .orderBy('requested_at', 'desc')
        .orderBy('job_id')
        .limit(limit)
        .execute(),

    async begin(orgId, jobId, at) {
      const { attempts } = await db
        .updateTable('job')
        .set((eb) => ({ state: 'running', attempts: eb('attempts', '+', 1), started_at: at, progress: null }))
        .where('org_id', '=', orgId)
        .where('job_id', '=', jobId)
        .where('state', 'in', OPEN)
        .returning('attempts')
        .executeTakeFirstOrThrow();
      return attempts;
    },

    async report(orgId, jobId, attempt, progress) {
      await runningAttempt(orgId, jobId, attempt)
        .set({ progress: storableJson(progress) })
        .execute();
    },

    async end(orgId, jobId, attempt, outcome, at) {
      const ended =
        'result' in outcome
          ? { state: 'done' as const, result: storableJson(outcome.result) }
          : { state: 'failed' as const, failure: storableJson(outcome.failure) };
      await runningAttempt(orgId, jobId, attempt)
        .set({ ...ended, ended_at: at, progress: null })
        .execute();
    },
  };
}
