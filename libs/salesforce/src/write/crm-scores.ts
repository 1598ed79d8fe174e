import type { Instant } from '@leadlight/lead-features';
import type { CrmScores, OrgScore, OrgScoresPage } from '@leadlight/workflows';
import { realTiming, type Timing } from '../connection/timing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { parseInstant, toTextOrNull, type RawValue } from '../describe/field-value.ts';
import { readQueryResults } from '../bulk/query-results.ts';
import { deleteJob, openQueryJob, waitForJob, type JobWait } from '../bulk/query-job.ts';
import { queryPage, type RowQuery } from '../extract/query-pages.ts';
import { countAll, type Row } from '../query/query.ts';
import { soqlDateTime, toSoql } from '../query/soql.ts';
import { budgetFloorError, DEFAULT_FLOOR_SHARE, isBelowFloor } from '../connection/api-budget.ts';

export interface CrmScoresOptions {
  /** Share of the org's daily API calls that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  /** Above so many leads a Bulk 2.0 job is opened; 10,000 unless set. */
  readonly bulkThreshold?: number;
  /** The next reading begins so long before this one did: for leads that become visible late. */
  readonly overlapMs?: number;
  readonly jobTimeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => Instant;
}

/** Everything short that a score is; its reasons go with the hash of what it was made from. */
const SCORE_FIELDS = [
  'Id',
  'SystemModstamp',
  'Leadlight_Score__c',
  'Leadlight_Band__c',
  'Leadlight_Qualified__c',
  'Leadlight_Probability__c',
  'Leadlight_Model__c',
  'Leadlight_Scored_At__c',
  'Leadlight_Input_Hash__c',
];

const BULK_PAGE_SIZE = 10_000;

/**
 * Reads what open leads hold of their scores: few by queries, the usual reading of what changed by one; many by a job.
 * @throws SalesforceError `api_budget_floor` before the first call where the budget is at its floor
 */
export function createCrmScores(connection: SalesforceConnection, options: CrmScoresOptions = {}): CrmScores {
  const { apiBudgetFloor = DEFAULT_FLOOR_SHARE, bulkThreshold = 10_000, overlapMs = 15 * 60_000 } = options;
  const { timing: pacing = realTiming, jobTimeoutMs = 3_600_000, now = Date.now } = options;
  const job: JobWait = { timing: pacing, timeoutMs: jobTimeoutMs, now };
  return {
    async *readOpenLeads(since): AsyncGenerator<OrgScoresPage> {
      const usage = connection.apiUsage();
      if (isBelowFloor(usage, apiBudgetFloor)) throw budgetFloorError(usage, apiBudgetFloor);
      const wanted = openLeads(since);
      const first = await queryPage(connection, wanted, null);
      // As of the first answer: what is saved from now on is read next time.
      const nextSince = (connection.serverTime() ?? now()) - overlapMs;
      const pageOf = (rows: readonly Row[]) => ({ scores: rows.map(toStoredScore), nextSince });
      yield pageOf(first.rows);
      if (!first.next) return;
      const rest =
        (await countAll(connection, wanted.object, wanted.where)) > bulkThreshold
          ? jobPages(connection, wanted, job)
          : queryPages(connection, wanted, first.next.after);
      for await (const rows of rest) yield pageOf(rows);
    },
  };
}

/** Deleted ones, too, are in what a query of all rows and a job answer. */
const openLeads = (since: Instant | undefined): RowQuery => ({
  object: 'Lead',
  fields: SCORE_FIELDS,
  timeField: 'SystemModstamp',
  where: [
    'IsConverted = false',
    'IsDeleted = false',
    ...(since === undefined ? [] : [`SystemModstamp >= ${soqlDateTime(since)}`]),
  ],
});

type PositionAfter = Parameters<typeof queryPage>[2];

async function* queryPages(connection: SalesforceConnection, wanted: RowQuery, after: PositionAfter) {
  for (let position: { readonly after: PositionAfter } | undefined = { after }; position;) {
    const page: Awaited<ReturnType<typeof queryPage>> = await queryPage(connection, wanted, position.after);
    yield page.rows;
    position = page.next;
  }
}

/** All of them, those of the first page once more. */
async function* jobPages(connection: SalesforceConnection, wanted: RowQuery, job: JobWait) {
  const jobId = await openQueryJob(connection, toSoql(wanted));
  const path = `/jobs/query/${jobId}`;
  const expected = await waitForJob(connection, path, job);
  const beginning = { way: 'bulk', jobId, locator: null, rows: 0 } as const;
  for await (const { rows } of readQueryResults(connection, wanted.fields, beginning, expected, BULK_PAGE_SIZE))
    yield rows;
  await deleteJob(connection, path);
}

const toStoredScore = (row: Row): OrgScore => ({
  leadId: String(row.Id),
  score: numberOrNull(row.Leadlight_Score__c),
  band: toTextOrNull(row.Leadlight_Band__c),
  modelLabel: toTextOrNull(row.Leadlight_Model__c),
  scoredAt: parseInstant(row.Leadlight_Scored_At__c),
  qualified: toTextOrNull(row.Leadlight_Qualified__c) === null ? null : String(row.Leadlight_Qualified__c) === 'true',
  percent: numberOrNull(row.Leadlight_Probability__c),
  inputHash: toTextOrNull(row.Leadlight_Input_Hash__c),
});

const numberOrNull = (raw: RawValue): number | null => (toTextOrNull(raw) === null ? null : Number(raw));
