import type { Instant, LeadHistory } from '@leadlight/lead-features';
import type { FeedbackEntry } from './feedback-store.ts';
import type { LeadRecord } from './lead-history-store.ts';
import type { LeadScoreUpdate } from './crm.ts';
import type { ScoreLogEntry } from './score-log.ts';

/** Everything that is kept about one lead. */
export interface LeadExport {
  /** undefined where the lead was scored from sent fields and never synced. */
  readonly history: LeadHistory | undefined;
  /** As they were synced, oldest first. */
  readonly versions: readonly LeadRecord[];
  /** Newest first. */
  readonly scores: readonly ScoreLogEntry[];
  readonly feedback: readonly FeedbackEntry[];
  /** The latest score on its way to the CRM or there. */
  readonly update: LeadScoreUpdate | undefined;
}

/** Until when data may stay; what is older goes. undefined = for ever. */
export interface RetentionLimits {
  /** Scores given before this instant; each lead's newest stays, for it is what the CRM shows. */
  readonly scoresBefore?: Instant;
  readonly feedbackBefore?: Instant;
  readonly auditBefore?: Instant;
  /** Responses stored for repeated requests. */
  readonly responsesBefore?: Instant;
  /** Leads that the CRM deleted before this instant go with everything that is kept about them; so do users. */
  readonly deletedLeadsBefore?: Instant;
}

/** How many rows left each table. */
export type RemovedRows = Readonly<Record<string, number>>;

/** What the law asks of whoever keeps personal data. */
export interface PersonalData {
  /** @returns undefined where nothing is kept about that lead */
  exportLead(orgId: string, leadId: string): Promise<LeadExport | undefined>;
  /**
   * Removes a lead from every table and log, and its contact's activities with it, in one transaction. A later sync
   * does not bring it back; only a hash of its id stays, to know that. Trained models hold no leads and stay.
   * @param actor who asked, for the audit log
   */
  eraseLead(orgId: string, leadId: string, at: Instant, actor: string): Promise<RemovedRows>;
  /** Removes what is older than the limits, in short transactions; killed half-way, the next run goes on. */
  removeOld(orgId: string, limits: RetentionLimits): Promise<RemovedRows>;
}
