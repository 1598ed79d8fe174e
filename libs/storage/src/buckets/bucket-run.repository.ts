import { randomUUID } from 'node:crypto';
import type { BucketRun, BucketRuns, Clock, StartBucketRun } from '@leadlight/workflows';
import { sql } from 'kysely';
import { storableJson } from '../database/storable-json.ts';
import type { Database, Trx } from '../database/tables.ts';
import { StorageError } from '../errors.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { removeRun } from './remove-buckets.ts';
import { saveBucketResult } from './save-bucket-result.ts';

export function bucketRunRepository(db: Database, clock: Clock): BucketRuns {
  return {
    start: <Payload extends object>(orgId: string, run: StartBucketRun<Payload>) =>
      db.transaction().execute(async (trx): Promise<BucketRun<Payload>> => {
        await lockOrg(trx, orgId);
        const found = await findRun(trx, orgId, run.kind);
        const ageMs = found && Math.abs(clock.now() - found.started_at);
        if (found?.run_key === run.key && ageMs! <= run.maxAgeMs) {
          return { runId: found.run_id, kind: run.kind, payload: found.payload as Payload };
        }
        if (found) await removeRun(trx, orgId, found.run_id);
        const runId = randomUUID();
        await trx
          .insertInto('bucket_run')
          .values({
            ...{ org_id: orgId, kind: run.kind, run_id: runId, run_key: run.key },
            ...{ payload: storableJson(run.payload), started_at: clock.now() },
          })
          .execute();
        await insertBuckets(trx, orgId, runId, run);
        const { kind, payload } = run;
        return { runId, kind, payload };
      }),

    async list(orgId) {
      return db
        .selectFrom('bucket_run')
        .select(['run_id as runId', 'kind', 'payload'])
        .where('org_id', '=', orgId)
        .orderBy('started_at')
        .execute();
    },

    async count(orgId, runId) {
      const { buckets } = await db
        .selectFrom('lead_bucket')
        .select((eb) => eb.fn.countAll<number>().as('buckets'))
        .where('org_id', '=', orgId)
        .where('run_id', '=', runId)
        .executeTakeFirstOrThrow();
      return buckets;
    },

    async waiting(orgId, { runId, kind }) {
      // One statement, so that a run that ends meanwhile does not look like one that is done.
      const { rows } = await sql<{ bucket: number | null; after: string; last: string | null }>`
        select waiting.bucket, waiting.after_id as after, waiting.last_id as last
        from bucket_run run left join lead_bucket waiting
          on waiting.org_id = run.org_id and waiting.run_id = run.run_id and waiting.result is null
        where run.org_id = ${orgId} and run.run_id = ${runId}
        order by waiting.bucket`.execute(db);
      if (rows.length === 0) throw new StorageError('claim_lost', { orgId, work: kind });
      return rows.flatMap(({ bucket, ...range }) => (bucket === null ? [] : [{ bucket, ...range }]));
    },

    async isWaiting(orgId, runId, bucket) {
      const row = await db
        .selectFrom('lead_bucket')
        .select('bucket')
        .where('org_id', '=', orgId)
        .where('run_id', '=', runId)
        .where('bucket', '=', bucket)
        .where('result', 'is', null)
        .executeTakeFirst();
      return row !== undefined;
    },

    save: (orgId, result) => saveBucketResult(db, orgId, result, 0),

    results: (orgId, runId) => readResults(db, orgId, runId),

    end: (orgId, runId) => db.transaction().execute((trx) => removeRun(trx, orgId, runId)),
  };
}

const findRun = (trx: Trx, orgId: string, kind: string) =>
  trx
    .selectFrom('bucket_run')
    .select(['run_id', 'run_key', 'payload', 'started_at'])
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .executeTakeFirst();

/** Every `leadsPerBucket`th lead ends a bucket; the last bucket has no end. */
async function insertBuckets(
  trx: Trx,
  orgId: string,
  runId: string,
  { which, leadsPerBucket }: Pick<StartBucketRun<object>, 'which' | 'leadsPerBucket'>,
): Promise<void> {
  const ofOpen = which === 'open' ? sql`and open` : sql``;
  await sql`
    with bound as (
      select lead_id, place from (
        select lead_id, row_number() over (order by lead_id) as place, count(*) over () as leads
        from lead where org_id = ${orgId} ${ofOpen}) as placed
      where place % ${leadsPerBucket}::int4 = 0 and place < leads
    ), edge as (
      select lead_id as after_id, place from bound union all select '', 0
    )
    insert into lead_bucket (org_id, run_id, bucket, after_id, last_id)
    select ${orgId}, ${runId}, row_number() over (order by place) - 1, after_id, lead(after_id) over (order by place)
    from edge`.execute(trx);
}

async function* readResults(db: Database, orgId: string, runId: string): AsyncGenerator<Uint8Array> {
  for (let bucket = 0; ; bucket += 1) {
    const row = await db
      .selectFrom('lead_bucket')
      .select('result')
      .where('org_id', '=', orgId)
      .where('run_id', '=', runId)
      .where('bucket', '=', bucket)
      .executeTakeFirst();
    if (row === undefined) return;
    // An erasure has removed it meanwhile.
    if (row.result === null) throw new StorageError('claim_lost', { orgId, work: `bucket ${bucket}` });
    yield row.result;
  }
}
