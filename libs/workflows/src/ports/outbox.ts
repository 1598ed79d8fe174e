import type { BucketResult } from './bucket-runs.ts';
import type { LeadScoreUpdate } from './crm.ts';
import type { ScoreLogEntry } from './score-log.ts';
import type { ShadowScore } from './shadow-models.ts';
import type { UnscoredLead } from './unscored-leads.ts';

/**
 * Scores waiting to be written to the CRM: the latest of each lead. If the process is killed between the CRM's response and
 * `settle`, the entry is written again with the same values.
 */
export interface Outbox {
  /**
   * Logs the scores and queues the updates in one transaction. An update with the same content as the one last written to
   * that lead (score, band, model, probability and reasons) is not queued, and neither is one older than the queued one.
   * @param scored marks to remove; a lead that has changed again since keeps its mark. Updates with marks are urgent,
   *   because a user has just changed the lead
   * @param shadow scores by other models of the same leads, stored in the same transaction
   * @param bucket where all these leads are a bucket: its result, stored in the same transaction, so that no score is logged twice
   * @throws StorageError `claim_lost` if the bucket has a result, or its run has ended
   * @returns how many were queued
   */
  enqueue(
    orgId: string,
    scores: readonly ScoreLogEntry[],
    updates: readonly LeadScoreUpdate[],
    scored?: readonly UnscoredLead[],
    shadow?: readonly ShadowScore[],
    bucket?: BucketResult,
  ): Promise<number>;
  /**
   * Up to `limit` queued updates, urgent ones first, then oldest first. Updates of leads that were closed while
   * they waited are settled as skipped.
   */
  pending(orgId: string, limit: number): Promise<readonly LeadScoreUpdate[]>;
  /**
   * Makes the queued updates of the best ranked leads urgent, up to `limit`. Without effect on a second call, unless other leads
   * have become the best.
   */
  hastenBest(orgId: string, limit: number): Promise<void>;
  /** Only the urgent updates of open leads. @param except ids of leads to leave out */
  urgent(orgId: string, limit: number, except: readonly string[]): Promise<readonly LeadScoreUpdate[]>;
  /** Marks updates as written or as failed permanently, with the CRM's message. One that a newer score has replaced stays queued. */
  settle(
    orgId: string,
    settled: readonly { readonly update: LeadScoreUpdate; readonly failure?: string }[],
  ): Promise<void>;
  counts(orgId: string): Promise<{ readonly pending: number; readonly written: number; readonly failed: number }>;
}
