import type { Instant } from '@leadlight/lead-features';
import type { CrmScores, HeldScore, HeldScoresPage } from '@leadlight/workflows';
import { realPacing, type Pacing } from '../connection/pacing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { instantOf, textOrNull, type RawValue } from '../describe/field-value.ts';
import { bulkPages } from '../extract/bulk-pages.ts';
import { deleteJob, openQueryJob, waitForJob, type JobPacing } from '../extract/query-job.ts';
import { queryPage, type RowsWanted } from '../extract/query-pages.ts';
import { countAll, type Row } from '../query.ts';
import { soqlDateTime, soqlOf } from '../soql.ts';
import { budgetError, DEFAULT_FLOOR_SHARE, isBelowFloor } from './budget.ts';

export interface CrmScoresOptions {
  /** Share of the org's daily API calls that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  /** Above so many leads a Bulk 2.0 job is opened; 10,000 unless set. */
  readonly bulkThreshold?: number;
  /** The next reading begins so long before this one did: for leads that become visible late. */
  readonly overlapMs?: number;
  readonly jobTimeoutMs?: number;
  readonly pacing?: Pacing;
  readonly now?: () => Instant;
}

/** Everything short that a score is; its reasons go with the hash of what it was made from. */
const FIELDS = [
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

const BULK_PAGE = 10_000;

/**
 * Reads what open leads hold of their scores: few by queries, the usual reading of what changed by one; many by a job.
 * @throws SalesforceError `api_budget_floor` before the first call where the budget is at its floor
 */
export function createCrmScores(connection: SalesforceConnection, options: CrmScoresOptions = {}): CrmScores {
  const { apiBudgetFloor = DEFAULT_FLOOR_SHARE, bulkThreshold = 10_000, overlapMs = 15 * 60_000 } = options;
  const { pacing = realPacing, jobTimeoutMs = 3_600_000, now = Date.now } = options;
  const job: JobPacing = { pacing, timeoutMs: jobTimeoutMs, now };
  return {
    async *held(since): AsyncGenerator<HeldScoresPage> {
      const usage = connection.apiUsage();
      if (isBelowFloor(usage, apiBudgetFloor)) throw budgetError(usage, apiBudgetFloor);
      const wanted = openLeads(since);
      const first = await queryPage(connection, wanted, null);
      // As of the first answer: what is saved from now on is read next time.
      const nextSince = (connection.serverTime() ?? now()) - overlapMs;
      const pageOf = (rows: readonly Row[]) => ({ scores: rows.map(heldScoreOf), nextSince });
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
const openLeads = (since: Instant | undefined): RowsWanted => ({
  object: 'Lead',
  fields: FIELDS,
  timeField: 'SystemModstamp',
  where: [
    'IsConverted = false',
    'IsDeleted = false',
    ...(since === undefined ? [] : [`SystemModstamp >= ${soqlDateTime(since)}`]),
  ],
});

type After = Parameters<typeof queryPage>[2];

async function* queryPages(connection: SalesforceConnection, wanted: RowsWanted, after: After) {
  for (let position: { readonly after: After } | undefined = { after }; position;) {
    const page: Awaited<ReturnType<typeof queryPage>> = await queryPage(connection, wanted, position.after);
    yield page.rows;
    position = page.next;
  }
}

/** All of them, those of the first page once more. */
async function* jobPages(connection: SalesforceConnection, wanted: RowsWanted, job: JobPacing) {
  const jobId = await openQueryJob(connection, soqlOf(wanted));
  const path = `/jobs/query/${jobId}`;
  const expected = await waitForJob(connection, path, job);
  const beginning = { way: 'bulk', jobId, locator: null, rows: 0 } as const;
  for await (const { rows } of bulkPages(connection, wanted.fields, beginning, expected, BULK_PAGE)) yield rows;
  await deleteJob(connection, path);
}

const heldScoreOf = (row: Row): HeldScore => ({
  leadId: String(row.Id),
  score: numberOrNull(row.Leadlight_Score__c),
  band: textOrNull(row.Leadlight_Band__c),
  modelLabel: textOrNull(row.Leadlight_Model__c),
  scoredAt: instantOf(row.Leadlight_Scored_At__c),
  qualified: textOrNull(row.Leadlight_Qualified__c) === null ? null : String(row.Leadlight_Qualified__c) === 'true',
  percent: numberOrNull(row.Leadlight_Probability__c),
  inputHash: textOrNull(row.Leadlight_Input_Hash__c),
});

const numberOrNull = (raw: RawValue): number | null => (textOrNull(raw) === null ? null : Number(raw));
