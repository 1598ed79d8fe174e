import type { ApiUsage, CrmScoreWriter, LeadScoreUpdate, WriteOutcome, WriteLease } from '@leadlight/workflows';
import { realTiming, type Timing } from '../connection/timing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { findObject } from '../describe/describe-object.ts';
import { isSalesforceError, type SalesforceError } from '../errors.ts';
import { budgetFloorError, DEFAULT_FLOOR_SHARE, isBelowFloor } from '../connection/api-budget.ts';
import { MAX_COLLECTION_SIZE } from './collections.ts';
import { MAX_INGEST_SIZE } from '../bulk/ingest-job.ts';
import { settleJobs } from './settle-jobs.ts';
import { ERROR_FIELD, historyTarget, leadTarget, leadTargetClearingError, type WriteTarget } from './target.ts';
import { writeTarget, type WriteMethod, type WriteSettings } from './write-target.ts';

export interface ScoreWriterOptions {
  /** Share of the org's daily API calls that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  /** How often a record is tried where the org was busy with it; 4 unless set. */
  readonly attempts?: number;
  /** From so many updates in one call on they go by Bulk 2.0 jobs; 2,000 unless set. */
  readonly bulkThreshold?: number;
  /** Whether each score also becomes a row of Leadlight_Score_History__c, where that may be written; true unless set. */
  readonly history?: boolean;
  readonly jobTimeoutMs?: number;
  readonly timing?: Timing;
  readonly now?: () => number;
}

/** For so long an org that refused the whole object of history is not asked again. */
const HISTORY_RETRY_MS = 3_600_000;

/** Writes scores to Leads, and a row of history for each. */
export const createScoreWriter = (connection: SalesforceConnection, options: ScoreWriterOptions = {}): CrmScoreWriter =>
  new ScoreWriter(connection, options);

class ScoreWriter implements CrmScoreWriter {
  readonly #connection: SalesforceConnection;
  readonly #floorShare: number;
  readonly #bulkThreshold: number;
  readonly #settings: WriteSettings;
  /** Asked once; undefined before. */
  #keepsHistory: Promise<boolean> | undefined;
  #historyRefusedAt = -Infinity;
  /** Asked once; undefined before. */
  #leadTarget: Promise<WriteTarget> | undefined;

  constructor(connection: SalesforceConnection, options: ScoreWriterOptions) {
    const { timing: pacing = realTiming, jobTimeoutMs = 3_600_000, now = Date.now, attempts = 4 } = options;
    this.#connection = connection;
    this.#floorShare = options.apiBudgetFloor ?? DEFAULT_FLOOR_SHARE;
    this.#bulkThreshold = options.bulkThreshold ?? 2_000;
    this.#keepsHistory = options.history === false ? Promise.resolve(false) : undefined;
    this.#settings = {
      job: { timing: pacing, timeoutMs: jobTimeoutMs, now },
      attempts,
      mayCall: () => this.#mayCall(),
    };
  }

  apiUsage(): ApiUsage | undefined {
    return this.#connection.apiUsage();
  }

  /** @throws SalesforceError `api_budget_floor` where nothing may be sent at all; what was not sent otherwise is `retry` */
  async writeScores(updates: readonly LeadScoreUpdate[], turn: WriteLease): Promise<readonly WriteOutcome[]> {
    if (updates.length > 0 && !this.#mayCall()) throw this.#floorReached();
    const way: WriteMethod = updates.length >= this.#bulkThreshold ? 'job' : 'collections';
    const size = way === 'job' ? MAX_INGEST_SIZE : MAX_COLLECTION_SIZE;
    const outcomes: WriteOutcome[] = [];
    for (let start = 0; start < updates.length; start += size) {
      const stop = this.#reasonToStop(turn);
      if (stop !== undefined) return [...outcomes, ...toRetry(updates.slice(start), stop)];
      try {
        outcomes.push(...(await this.#writeBatch(updates.slice(start, start + size), way, turn)));
      } catch (error) {
        if (outcomes.length === 0 || !isSalesforceError(error)) throw error;
        // What was written before must not be forgotten for it.
        return [...outcomes, ...toRetry(updates.slice(start), error.message)];
      }
    }
    return outcomes;
  }

  /** @throws SalesforceError `api_budget_floor` where the org may not be asked of them */
  async endOpenJobs(turn: WriteLease): Promise<readonly string[]> {
    const left = await turn.jobs.list();
    if (left.length > 0 && !this.#mayCall()) throw this.#floorReached();
    return settleJobs(this.#connection, left, turn, this.#settings.job);
  }

  /** Leads first: a row of history is only made for a score that the lead has. Its own failure does not undo that. */
  async #writeBatch(
    batch: readonly LeadScoreUpdate[],
    way: WriteMethod,
    turn: WriteLease,
  ): Promise<readonly WriteOutcome[]> {
    const onLeads = await writeTarget(this.#connection, await this.#targetOnLead(), batch, way, this.#settings, turn);
    const written = batch.filter(({ leadId }) => onLeads.get(leadId)?.outcome === 'written');
    if (written.length === 0 || !(await this.#mayKeepHistory())) return [...onLeads.values()];
    const inHistory = await this.#writeHistory(written, way, turn);
    return [...onLeads.values()].map((onLead) => {
      const kept = inHistory.get(onLead.leadId);
      if (kept?.outcome === 'retry') return kept;
      return kept?.outcome === 'failed' ? { ...onLead, message: `history: ${kept.message}` } : onLead;
    });
  }

  /** An org that refuses the whole object, not one row, is left alone for an hour. */
  async #writeHistory(
    written: readonly LeadScoreUpdate[],
    way: WriteMethod,
    turn: WriteLease,
  ): Promise<ReadonlyMap<string, WriteOutcome>> {
    try {
      return await writeTarget(this.#connection, historyTarget, written, way, this.#settings, turn);
    } catch (error) {
      if (!isSalesforceError(error, 'request_refused', 'object_missing', 'field_missing', 'permission_missing'))
        throw error;
      this.#historyRefusedAt = this.#settings.job.now();
      return new Map(written.map(({ leadId }) => [leadId, { leadId, outcome: 'failed', message: error.message }]));
    }
  }

  #mayKeepHistory(): Promise<boolean> {
    if (this.#settings.job.now() - this.#historyRefusedAt < HISTORY_RETRY_MS) return Promise.resolve(false);
    if (this.#keepsHistory) return this.#keepsHistory;
    const asked = findObject(this.#connection, historyTarget.object).then((object) => object?.createable === true);
    this.#keepsHistory = asked;
    // A failure is not an answer: the next batch asks again.
    asked.catch(() => (this.#keepsHistory = undefined));
    return asked;
  }

  /** A score that was written takes the failure before it back, where the org has the field and lets this user write it. */
  #targetOnLead(): Promise<WriteTarget> {
    if (this.#leadTarget) return this.#leadTarget;
    const asked = findObject(this.#connection, leadTarget.object).then((lead) =>
      lead?.fields.get(ERROR_FIELD)?.updateable === true ? leadTargetClearingError : leadTarget,
    );
    this.#leadTarget = asked;
    asked.catch(() => (this.#leadTarget = undefined));
    return asked;
  }

  #reasonToStop({ lost }: WriteLease): string | undefined {
    if (lost.aborted) return 'Another process writes by now.';
    return this.#mayCall() ? undefined : this.#floorReached().message;
  }

  #mayCall(): boolean {
    return !isBelowFloor(this.#connection.apiUsage(), this.#floorShare);
  }

  #floorReached(): SalesforceError {
    return budgetFloorError(this.#connection.apiUsage(), this.#floorShare);
  }
}

const toRetry = (updates: readonly LeadScoreUpdate[], message: string): readonly WriteOutcome[] =>
  updates.map(({ leadId }) => ({ leadId, outcome: 'retry', message }));
