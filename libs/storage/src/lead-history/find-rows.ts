import type { HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import {
  childColumns,
  wanted,
  type ActivityRow,
  type ChangeRow,
  type LeadRow,
  type LeadRows,
  type MembershipRow,
  type OpportunityRow,
  type VersionRow,
} from './read-rows.ts';
import { VERSION_TABLES } from './version-tables.ts';

/** One lead with all its rows; null for a kind without rows. */
interface AggregatedRow extends LeadRow {
  readonly versions: readonly VersionRow[] | null;
  readonly changes: readonly ChangeRow[] | null;
  readonly activities: readonly ActivityRow[] | null;
  readonly memberships: readonly MembershipRow[] | null;
  readonly opportunity: OpportunityRow | null;
}

/** Leads of one statement: with 10,000 it would keep the other clients of the embedded database waiting for two seconds. */
const LEADS_PER_STATEMENT = 2_000;

/**
 * Rows of a few leads in one statement: while a caller waits for a score, round trips cost most. For many leads see
 * `readRows`.
 */
export async function findRows(db: Database, orgId: string, leadIds: readonly string[]): Promise<LeadRows> {
  const rows: AggregatedRow[] = [];
  const ids = [...new Set(leadIds)];
  for (let first = 0; first < ids.length; first += LEADS_PER_STATEMENT) {
    const some = ids.slice(first, first + LEADS_PER_STATEMENT);
    const found = await sql<AggregatedRow>`with ${wanted(orgId, some)} ${AGGREGATE}`.execute(db);
    rows.push(...found.rows);
  }
  return {
    leads: rows,
    versions: rows.flatMap((row) => row.versions ?? []),
    changes: rows.flatMap((row) => row.changes ?? []),
    activities: rows.flatMap((row) => row.activities ?? []),
    memberships: rows.flatMap((row) => row.memberships ?? []),
    opportunities: rows.flatMap((row) => row.opportunity ?? []),
  };
}

const jsonObject = (columns: readonly string[]): string =>
  `json_build_object(${columns.map((column) => `'${column}', x.${column}`).join(', ')})`;

/** @param parties SQL for the ids whose children these are */
function children(kind: HistoryRecord['kind'], parties: string): string {
  const { table, id, party } = VERSION_TABLES[kind];
  return `
    select json_agg(${jsonObject(childColumns(kind))}) as rows from ${table} x
    where x.org_id = l.org_id and x.${party} in (${parties}) and not x.deleted and not exists (
      select from ${table} n where n.org_id = x.org_id and n.${id} = x.${id}
        and (n.changed_at, n.revision) > (x.changed_at, x.revision))`;
}

const AGGREGATE = sql.raw(`
  select l.lead_id, l.contact_id, l.master_contact_id, l.opportunity_id, v.rows as versions, c.rows as changes,
    a.rows as activities, m.rows as memberships, o.opportunity
  from wanted join lead l on l.org_id = wanted.org_id and l.lead_id = wanted.id
  cross join lateral (
    select json_agg(${jsonObject(['lead_id', 'changed_at', 'deleted', 'created_at', 'converted_at', 'fields'])}
      order by x.changed_at, x.revision) as rows
    from lead_version x where x.org_id = l.org_id and x.lead_id = l.lead_id) v
  cross join lateral (${children('fieldChange', 'l.lead_id')}) c
  cross join lateral (${children('activity', 'l.lead_id, l.contact_id, l.master_contact_id')}) a
  cross join lateral (${children('campaignMembership', 'l.lead_id')}) m
  left join lateral (
    select ${jsonObject(['opportunity_id', 'deleted', 'created_at', 'won_at'])} as opportunity
    from opportunity_version x where x.org_id = l.org_id and x.opportunity_id = l.opportunity_id
    order by x.changed_at desc, x.revision desc limit 1) o on l.opportunity_id is not null`);
