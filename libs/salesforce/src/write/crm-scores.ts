import type { Instant } from '@leadlight/lead-features';
import type { CrmScores, OrgScore, OrgScoresPage } from '@leadlight/workflows';
import type { JobWait } from '../bulk/job.ts';
import { openQueryJob, readQueryJob } from '../bulk/query-job.ts';
import { connectionBudget, DEFAULT_RESERVE_SHARE, requireBudget, type ApiBudget } from '../connection/api-budget.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realTiming, type Timing } from '../connection/timing.ts';
import { createOrgSchema } from '../describe/org-schema.ts';
import { packageNamesOf, type PackageNames } from '../describe/package-names.ts';
import { parseFieldValue, parseInstant, toTextOrNull, type RawValue } from '../describe/field-value.ts';
import { FIRST_ROW, queryPage, queryPages, type RowQuery } from '../extract/query-pages.ts';
import { countAll, type Row } from '../query/query.ts';
import { soqlDateTime } from '../query/soql.ts';
import { UNRANKED_FIELD } from './target.ts';

export interface CrmScoresOptions {
  /** Share of the org's daily API calls that is reserved for others, 0..1; 0.1 unless set. */
  readonly apiBudgetReserve?: number;
  /** What all processes together may call; without it, what the org reported to this connection decides. */
  readonly budget?: ApiBudget;
  /** More leads than this are read by a Bulk API 2.0 job; 10,000 unless set. */
  readonly bulkThreshold?: number;
  /** The next read also includes what changed this long before this one started: leads may become visible late. */
  readonly overlapMs?: number;
  readonly jobTimeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => Instant;
}

/** All short fields of a score. The reasons follow from the hash of what the score was computed from. */
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
 * Reads the scores stored on open leads: few leads by queries, and usually those that changed by a single one; many by a
 * job.
 * @throws SalesforceError `api_budget_reserve` before the first call where the budget is down to its reserve
 */
export function createCrmScores(connection: SalesforceConnection, options: CrmScoresOptions = {}): CrmScores {
  const { apiBudgetReserve = DEFAULT_RESERVE_SHARE, bulkThreshold = 10_000, overlapMs = 15 * 60_000 } = options;
  const { timing = realTiming, jobTimeoutMs = 3_600_000, now = Date.now } = options;
  const { budget = connectionBudget(connection, apiBudgetReserve) } = options;
  const job: JobWait = { timing, timeoutMs: jobTimeoutMs, now };
  const schema = createOrgSchema(connection);
  return {
    async *readOpenLeads(since): AsyncGenerator<OrgScoresPage> {
      await requireBudget(budget, connection, apiBudgetReserve);
      const lead = await schema.find('Lead');
      const names = packageNamesOf(lead);
      // A value that is never written, because the field is missing or closed, would be queued again forever.
      const hasUnranked = lead?.fields.get(names.inOrg(UNRANKED_FIELD))?.updateable === true;
      const fields = hasUnranked ? [...SCORE_FIELDS, UNRANKED_FIELD] : SCORE_FIELDS;
      const query = openLeads(since, fields.map(names.inOrg));
      const first = await queryPage(connection, query, FIRST_ROW);
      // The time of the first response: what is saved later is read next time.
      const nextSince = (connection.serverTime() ?? now()) - overlapMs;
      const toPage = (rows: readonly Row[]) => ({
        scores: rows.map((row) => toOrgScore(row, names, hasUnranked)),
        nextSince,
      });
      yield toPage(first.rows);
      if (!first.next) return;
      const needsJob = (await countAll(connection, query.object, query.where)) > bulkThreshold;
      // The job reads the leads of the first page again.
      const rest = needsJob
        ? readQueryJob(connection, query.fields, await openQueryJob(connection, query), BULK_PAGE_SIZE, job)
        : queryPages(connection, query, first.next);
      for await (const { rows } of rest) yield toPage(rows);
    },
  };
}

/** `IsDeleted` is needed because queries over all rows and jobs include deleted ones. */
const openLeads = (since: Instant | undefined, fields: readonly string[]): RowQuery => ({
  object: 'Lead',
  fields,
  timeField: 'SystemModstamp',
  where: [
    'IsConverted = false',
    'IsDeleted = false',
    ...(since === undefined ? [] : [`SystemModstamp >= ${soqlDateTime(since)}`]),
  ],
});

function toOrgScore(row: Row, names: PackageNames, hasUnranked: boolean): OrgScore {
  const stored = (name: string): RawValue => row[names.inOrg(name)];
  return {
    leadId: String(row.Id),
    score: toNumberOrNull(stored('Leadlight_Score__c')),
    band: toTextOrNull(stored('Leadlight_Band__c')),
    modelLabel: toTextOrNull(stored('Leadlight_Model__c')),
    scoredAt: parseInstant(stored('Leadlight_Scored_At__c')),
    qualified: parseFieldValue(stored('Leadlight_Qualified__c'), 'boolean') as boolean | null,
    percent: toNumberOrNull(stored('Leadlight_Probability__c')),
    inputHash: toTextOrNull(stored('Leadlight_Input_Hash__c')),
    ...(hasUnranked && { unranked: toTextOrNull(stored(UNRANKED_FIELD)) }),
  };
}

const toNumberOrNull = (raw: RawValue): number | null => parseFieldValue(raw, 'number') as number | null;
