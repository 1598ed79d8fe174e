import { DAY_MS } from '@leadlight/common';
import type { ConversionCount, ConversionCounts, ConversionQuestion, CountedGroup } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/tables.ts';
import { reachedAt } from './reached-at.ts';

/** One statement counts this number of leads, so that other clients of the embedded database get their turns. */
const LEADS_PER_STATEMENT = 2_000;

export function conversionCountsRepository(db: Database): ConversionCounts {
  return {
    async count(orgId, question) {
      const totals = new Map<string | null, ConversionCount>();
      for (const range of await rangesOf(db, orgId)) {
        for (const count of await countRange(db, orgId, range, question)) {
          totals.set(count.key, sumOf(count, totals.get(count.key)));
        }
      }
      return [...totals.values()];
    },
  };
}

/** Lead ids: after the first, up to the last. */
type IdRange = readonly [after: string, upTo: string];

async function rangesOf(db: Database, orgId: string): Promise<readonly IdRange[]> {
  const { rows } = await sql<{ id: string }>`
    select lead_id as id from (
      select lead_id, row_number() over (order by lead_id) as place, count(*) over () as leads
      from lead where org_id = ${orgId}
    ) numbered where place % ${LEADS_PER_STATEMENT} = 0 or place = leads
    order by lead_id`.execute(db);
  return rows.map(({ id }, at) => [rows[at - 1]?.id ?? '', id]);
}

/** What belongs to a lead is looked up by its id, so that no plan depends on statistics. */
async function countRange(
  db: Database,
  orgId: string,
  [after, upTo]: IdRange,
  { goal, now, groupedBy, horizonDays }: ConversionQuestion,
): Promise<readonly ConversionCount[]> {
  const horizonMs = sql`${horizonDays * DAY_MS}::float8`;
  const byBand = groupedBy === 'band';
  const { rows } = await sql<ConversionCount>`
    with predicting as materialized (
      select model_id, coalesce((report->>'horizonDays')::float8 * ${DAY_MS}::float8, ${horizonMs}) as horizon_ms
      from model where org_id = ${orgId} and coalesce(report->>'goal', ${goal.kind}::text) = ${goal.kind}
    ), leads as materialized (
      select l.org_id, l.lead_id, v.created_at, ${reachedAt(goal)} as reached_at, ${KEYS[groupedBy]} as key
      from lead l cross join lateral (
        select * from lead_version newest
        where newest.org_id = l.org_id and newest.lead_id = l.lead_id
          and newest.changed_at = l.changed_at and newest.revision = l.revision
        limit 1
      ) v
      where l.org_id = ${orgId} and l.lead_id > ${after} and l.lead_id <= ${upTo} and not v.deleted
    ), scored as (
      select leads.*, s.scored_at, s.probability, s.band, s.horizon_ms
      from leads left join lateral (
        select log.scored_at, log.probability, log.band, predicting.horizon_ms
        from score_log log join predicting on predicting.model_id = log.model_id
        where log.org_id = leads.org_id and log.subject_id = leads.lead_id
        order by log.scored_at, log.entry_id limit 1
      ) s on leads.reached_at is null or leads.reached_at > s.scored_at
    ), timed as (
      select ${byBand ? sql`band` : sql`key`} as key, reached_at, probability,
        ${byBand ? sql`scored_at + horizon_ms` : sql`created_at + ${horizonMs}`} as settled_at,
        scored_at + horizon_ms as score_settled_at
      from scored
    )
    select key, ${countIf(sql`settled_at <= ${now}`)} as settled,
      ${countIf(sql`settled_at <= ${now} and reached_at <= settled_at`)} as reached,
      ${countIf(sql`settled_at > ${now} or settled_at is null`)} as unsettled,
      ${countIf(sql`settled_at > ${now} and reached_at <= ${now}`)} as "unsettledReached",
      ${countIf(sql`score_settled_at <= ${now}`)} as scored,
      ${countIf(sql`score_settled_at <= ${now} and reached_at <= score_settled_at`)} as "scoredReached",
      coalesce(sum(probability) filter (where score_settled_at <= ${now}), 0) as expected
    from timed group by key`.execute(db);
  return rows;
}

function sumOf(count: ConversionCount, before: ConversionCount | undefined): ConversionCount {
  if (!before) return count;
  return {
    key: count.key,
    settled: before.settled + count.settled,
    reached: before.reached + count.reached,
    unsettled: before.unsettled + count.unsettled,
    unsettledReached: before.unsettledReached + count.unsettledReached,
    scored: before.scored + count.scored,
    scoredReached: before.scoredReached + count.scoredReached,
    expected: before.expected + count.expected,
  };
}

const countIf = (condition: RawBuilder<unknown>): RawBuilder<unknown> => sql`count(*) filter (where ${condition})`;

/** The newest value of a field: a version without fields has those of the version before. */
const field = (name: string): RawBuilder<unknown> => sql`(coalesce(v.fields, (
  select known.fields from lead_version known
  where known.org_id = l.org_id and known.lead_id = l.lead_id and known.fields is not null
  order by known.changed_at desc, known.revision desc limit 1))->>${name}::text)`;

const KEYS: Readonly<Record<CountedGroup, RawBuilder<unknown>>> = {
  // The band is that of the score.
  band: sql`null::text`,
  rep: field('OwnerId'),
  source: field('LeadSource'),
  month: sql`to_char(to_timestamp(v.created_at / 1000.0) at time zone 'UTC', 'YYYY-MM')`,
};
