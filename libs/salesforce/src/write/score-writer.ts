import type { ApiUsage, CrmScoreWriter, LeadScoreUpdate, WriteClaim, WriteOutcome } from '@leadlight/workflows';
import {
  budgetReserveError,
  connectionBudget,
  DEFAULT_RESERVE_SHARE,
  type ApiBudget,
} from '../connection/api-budget.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realTiming, type Timing } from '../connection/timing.ts';
import { createOrgSchema, type OrgSchema } from '../describe/org-schema.ts';
import { packageNamesOf, type PackageNames } from '../describe/package-names.ts';
import { isSalesforceError } from '../errors.ts';
import { MAX_COLLECTION_SIZE } from './collections.ts';
import { endOpenJobs } from './end-open-jobs.ts';
import { MAX_INGEST_SIZE } from './ingest-job.ts';
import { listRejections } from './rejections.ts';
import {
  historyTarget,
  leadTarget,
  leadTargetFor,
  namedAsInOrg,
  subjectTarget,
  type SubjectTarget,
  type WriteTarget,
} from './target.ts';
import { writeTarget, type WriteMethod, type WriteSettings } from './write-target.ts';

export interface ScoreWriterOptions {
  /** Share of the org's daily API calls that is reserved for others, 0..1; 0.1 unless set. */
  readonly apiBudgetReserve?: number;
  /** What all processes together may call; without it, what the org reported to this connection decides. */
  readonly budget?: ApiBudget;
  /** Attempts to write a record that other work in the org locks; 4 unless set. */
  readonly maxAttempts?: number;
  /** This many updates in one call, or more, are written by Bulk API 2.0 jobs; 2,000 unless set. */
  readonly bulkThreshold?: number;
  /** Whether each score is also added to Leadlight_Score_History__c, where the user may write it; true unless set. */
  readonly history?: boolean;
  readonly jobTimeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => number;
  /** Writes scores of a propensity to fields of its object instead, without history. */
  readonly subject?: SubjectTarget;
}

/** An org that rejected the whole history object is left alone for this long. */
const HISTORY_RETRY_MS = 3_600_000;

/** Writes scores to Leads, and a history record for each. */
export const createScoreWriter = (connection: SalesforceConnection, options: ScoreWriterOptions = {}): CrmScoreWriter =>
  new ScoreWriter(connection, options);

class ScoreWriter implements CrmScoreWriter {
  readonly #connection: SalesforceConnection;
  readonly #reserveShare: number;
  readonly #budget: ApiBudget;
  readonly #bulkThreshold: number;
  readonly #settings: WriteSettings;
  readonly #keepsHistory: boolean;
  readonly #subject: SubjectTarget | undefined;
  readonly #schema: OrgSchema;
  #historyRejectedAtMs = -Infinity;

  constructor(connection: SalesforceConnection, options: ScoreWriterOptions) {
    const { timing = realTiming, jobTimeoutMs = 3_600_000, now = Date.now, maxAttempts = 4 } = options;
    this.#connection = connection;
    this.#reserveShare = options.apiBudgetReserve ?? DEFAULT_RESERVE_SHARE;
    this.#budget = options.budget ?? connectionBudget(connection, this.#reserveShare);
    this.#bulkThreshold = options.bulkThreshold ?? 2_000;
    this.#keepsHistory = options.history ?? true;
    this.#subject = options.subject;
    this.#schema = createOrgSchema(connection);
    const job = { timing, timeoutMs: jobTimeoutMs, now };
    this.#settings = { job, maxAttempts, mayCall: () => this.#mayCall() };
  }

  apiUsage(): ApiUsage | undefined {
    return this.#connection.apiUsage();
  }

  /** @throws SalesforceError `api_budget_reserve` where nothing may be sent; updates left out later have the outcome `retry` */
  async writeScores(updates: readonly LeadScoreUpdate[], claim: WriteClaim): Promise<readonly WriteOutcome[]> {
    if (updates.length > 0 && !(await this.#mayCall())) throw this.#reserveError();
    const method: WriteMethod = updates.length >= this.#bulkThreshold ? 'job' : 'collections';
    const batchSize = method === 'job' ? MAX_INGEST_SIZE : MAX_COLLECTION_SIZE;
    const outcomes: WriteOutcome[] = [];
    for (let start = 0; start < updates.length; start += batchSize) {
      const obstacle = await this.#findObstacle(claim);
      if (obstacle !== undefined) return [...outcomes, ...toRetry(updates.slice(start), obstacle)];
      try {
        outcomes.push(...(await this.#writeBatch(updates.slice(start, start + batchSize), method, claim)));
      } catch (error) {
        if (outcomes.length === 0 || !isSalesforceError(error)) throw error;
        // The outcomes of earlier batches must not be lost.
        return [...outcomes, ...toRetry(updates.slice(start), error.message)];
      }
    }
    return outcomes;
  }

  /** @throws SalesforceError `api_budget_reserve` where the budget does not allow to request their state */
  async endOpenJobs(claim: WriteClaim): Promise<readonly string[]> {
    const openJobs = await claim.jobs.list();
    if (openJobs.length > 0 && !(await this.#mayCall())) throw this.#reserveError();
    return endOpenJobs(this.#connection, openJobs, claim, this.#settings.job);
  }

  /** Leads first: history is written only for a score that the lead has. Its failure does not change the lead's outcome. */
  async #writeBatch(
    batch: readonly LeadScoreUpdate[],
    method: WriteMethod,
    claim: WriteClaim,
  ): Promise<readonly WriteOutcome[]> {
    if (this.#subject) return this.#writeSubjects(this.#subject, batch, method, claim);
    const names = packageNamesOf(await this.#schema.find(leadTarget.object));
    const target = await this.#leadTarget(names);
    const leadOutcomes = await writeTarget(this.#connection, target, batch, method, this.#settings, claim);
    const written = batch.filter(({ leadId }) => leadOutcomes.get(leadId)?.outcome === 'written');
    const outcomes = await this.#listRejections([...leadOutcomes.values()], names);
    const history = namedAsInOrg(historyTarget, names);
    if (written.length === 0 || !(await this.#mayKeepHistory(history))) return outcomes;
    const historyOutcomes = await this.#writeHistory(history, written, method, claim);
    return outcomes.map((onLead) => {
      const inHistory = historyOutcomes.get(onLead.leadId);
      if (inHistory?.outcome === 'retry') return inHistory;
      return inHistory?.outcome === 'failed' ? { ...onLead, message: `history: ${inHistory.message}` } : onLead;
    });
  }

  async #writeSubjects(
    subject: SubjectTarget,
    batch: readonly LeadScoreUpdate[],
    method: WriteMethod,
    claim: WriteClaim,
  ): Promise<readonly WriteOutcome[]> {
    // The definition names the fields as they are in the org.
    const target = subjectTarget(subject);
    return [...(await writeTarget(this.#connection, target, batch, method, this.#settings, claim)).values()];
  }

  async #writeHistory(
    history: WriteTarget,
    written: readonly LeadScoreUpdate[],
    method: WriteMethod,
    claim: WriteClaim,
  ): Promise<ReadonlyMap<string, WriteOutcome>> {
    try {
      return await writeTarget(this.#connection, history, written, method, this.#settings, claim);
    } catch (error) {
      if (!isSalesforceError(error, 'request_rejected', 'object_missing', 'field_missing', 'permission_missing'))
        throw error;
      this.#historyRejectedAtMs = this.#settings.job.timing.elapsedMs();
      return new Map(written.map(({ leadId }) => [leadId, { leadId, outcome: 'failed', message: error.message }]));
    }
  }

  #listRejections(outcomes: readonly WriteOutcome[], names: PackageNames): Promise<readonly WriteOutcome[]> {
    const log = { connection: this.#connection, schema: this.#schema, names, now: this.#settings.job.now };
    return listRejections({ ...log, mayCall: () => this.#mayCall() }, outcomes);
  }

  async #mayKeepHistory({ object }: WriteTarget): Promise<boolean> {
    const sinceRejectionMs = this.#settings.job.timing.elapsedMs() - this.#historyRejectedAtMs;
    if (!this.#keepsHistory || sinceRejectionMs < HISTORY_RETRY_MS) return false;
    return (await this.#schema.find(object))?.createable === true;
  }

  async #leadTarget(names: PackageNames): Promise<WriteTarget> {
    const lead = await this.#schema.find(leadTarget.object);
    return namedAsInOrg(
      leadTargetFor((field) => lead?.fields.get(names.inOrg(field))?.updateable === true),
      names,
    );
  }

  async #findObstacle({ lost }: WriteClaim): Promise<string | undefined> {
    if (lost.aborted) return 'Another process is the writer now.';
    return (await this.#mayCall()) ? undefined : this.#reserveError().message;
  }

  #mayCall(): Promise<boolean> {
    return this.#budget.mayCall();
  }

  #reserveError() {
    return budgetReserveError(this.#connection.apiUsage(), this.#reserveShare);
  }
}

const toRetry = (updates: readonly LeadScoreUpdate[], message: string): readonly WriteOutcome[] =>
  updates.map(({ leadId }) => ({ leadId, outcome: 'retry', message }));
