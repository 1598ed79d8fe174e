import type { CrmScoreWriter, LeadScoreUpdate, WriteOutcome } from '@leadlight/workflows';
import { realPacing, type Pacing } from '../connection/pacing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { findObject } from '../describe/describe-object.ts';
import { isSalesforceError } from '../errors.ts';
import { budgetError, DEFAULT_FLOOR_SHARE, isBelowFloor } from './budget.ts';
import { COLLECTION_SIZE } from './collections.ts';
import { INGEST_SIZE } from './ingest-job.ts';
import { historyTarget, leadTarget } from './target.ts';
import { writeTarget, type Way, type WriteSettings } from './write-target.ts';

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
  readonly pacing?: Pacing;
  readonly now?: () => number;
}

/** Writes scores to Leads, and a row of history for each. */
export function createScoreWriter(connection: SalesforceConnection, options: ScoreWriterOptions = {}): CrmScoreWriter {
  const { apiBudgetFloor = DEFAULT_FLOOR_SHARE, bulkThreshold = 2_000, history = true } = options;
  const mayCall = () => !isBelowFloor(connection.apiUsage(), apiBudgetFloor);
  const floorReached = () => budgetError(connection.apiUsage(), apiBudgetFloor);
  const settings: WriteSettings = {
    job: {
      pacing: options.pacing ?? realPacing,
      timeoutMs: options.jobTimeoutMs ?? 3_600_000,
      now: options.now ?? Date.now,
    },
    attempts: options.attempts ?? 4,
    mayCall,
  };
  let keepsHistory: Promise<boolean> | undefined;
  const mayWriteHistory = async () => {
    keepsHistory ??= findObject(connection, historyTarget.object).then(
      (object) => history && object?.createable === true,
    );
    return keepsHistory;
  };

  /** Leads first: a row of history is only made for a score that the lead has. Its own failure does not undo that. */
  async function writeBatch(batch: readonly LeadScoreUpdate[], way: Way): Promise<readonly WriteOutcome[]> {
    const onLeads = await writeTarget(connection, leadTarget, batch, way, settings);
    const written = batch.filter(({ leadId }) => onLeads.get(leadId)?.outcome === 'written');
    if (written.length === 0 || !(await mayWriteHistory())) return [...onLeads.values()];
    const inHistory = await writeHistory(written, way);
    return [...onLeads.values()].map((onLead) => {
      const kept = inHistory.get(onLead.leadId);
      if (kept?.outcome === 'retry') return kept;
      return kept?.outcome === 'failed' ? { ...onLead, message: `history: ${kept.message}` } : onLead;
    });
  }

  /** An org that refuses the whole object, not one row, is not asked again by this writer. */
  async function writeHistory(
    written: readonly LeadScoreUpdate[],
    way: Way,
  ): Promise<ReadonlyMap<string, WriteOutcome>> {
    try {
      return await writeTarget(connection, historyTarget, written, way, settings);
    } catch (error) {
      if (!isSalesforceError(error, 'request_refused', 'object_missing', 'field_missing', 'permission_missing'))
        throw error;
      keepsHistory = Promise.resolve(false);
      return new Map(written.map(({ leadId }) => [leadId, { leadId, outcome: 'failed', message: error.message }]));
    }
  }

  return {
    /** @throws SalesforceError `api_budget_floor` where nothing may be sent at all; what was not sent otherwise is `retry` */
    async writeScores(updates) {
      if (updates.length > 0 && !mayCall()) throw floorReached();
      const way = updates.length >= bulkThreshold ? 'job' : 'collections';
      const size = way === 'job' ? INGEST_SIZE : COLLECTION_SIZE;
      const outcomes: WriteOutcome[] = [];
      for (let start = 0; start < updates.length; start += size) {
        if (!mayCall()) return [...outcomes, ...unsent(updates.slice(start), floorReached().message)];
        try {
          outcomes.push(...(await writeBatch(updates.slice(start, start + size), way)));
        } catch (error) {
          if (outcomes.length === 0 || !isSalesforceError(error)) throw error;
          // What was written before must not be forgotten for it.
          return [...outcomes, ...unsent(updates.slice(start), error.message)];
        }
      }
      return outcomes;
    },
    apiUsage: () => connection.apiUsage(),
  };
}

const unsent = (updates: readonly LeadScoreUpdate[], message: string): readonly WriteOutcome[] =>
  updates.map(({ leadId }) => ({ leadId, outcome: 'retry', message }));
