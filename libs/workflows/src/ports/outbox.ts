import type { LeadScoreUpdate } from './crm.ts';
import type { ScoreLogEntry } from './score-log.ts';
import type { UnscoredLead } from './unscored-leads.ts';

/**
 * Scores waiting to be written to the CRM: the latest per lead. An entry that is killed between the CRM's answer and
 * `settle` is written again with the same values.
 */
export interface Outbox {
  /**
   * Logs the scores and queues the updates in one transaction. An update that reads like the one last written
   * to that lead (score, band, model, probability and reasons) is not queued, and none that is older than the one that
   * waits.
   * @param scored marks that these scores answer; a lead that changed again meanwhile keeps its mark. Updates that come
   *   with marks are urgent: somebody has just changed the lead
   * @returns how many were queued
   */
  enqueue(
    orgId: string,
    scores: readonly ScoreLogEntry[],
    updates: readonly LeadScoreUpdate[],
    scored?: readonly UnscoredLead[],
  ): Promise<number>;
  /**
   * Up to `limit` waiting updates, urgent ones before the others, oldest first; what waits for leads that are closed by now
   * is settled as skipped.
   */
  pending(orgId: string, limit: number): Promise<readonly LeadScoreUpdate[]>;
  /** The urgent ones among them alone, of open leads. @param except leads that are not wanted */
  urgent(orgId: string, limit: number, except: readonly string[]): Promise<readonly LeadScoreUpdate[]>;
  /** Marks updates as written or failed for good (with the CRM's words); one that was replaced by a newer score meanwhile stays. */
  settle(
    orgId: string,
    settled: readonly { readonly update: LeadScoreUpdate; readonly failure?: string }[],
  ): Promise<void>;
  counts(orgId: string): Promise<{ readonly pending: number; readonly written: number; readonly failed: number }>;
}
