import type { Instant, LeadHistory } from '@leadlight/lead-features';
import type { Alert } from './alerts.ts';
import type { LeadEnrolment } from './experiments.ts';
import type { FeedbackEntry } from './feedback-store.ts';
import type { LeadRecord } from './lead-history-store.ts';
import type { SubjectRow, SubjectScore } from './propensities.ts';
import type { LeadScoreUpdate } from './crm.ts';
import type { ScoreLogEntry } from './score-log.ts';
import type { AudienceMember } from '../audiences/audience.ts';
import type { ShadowScore } from './shadow-models.ts';

/** Everything that is stored about one lead. */
export interface LeadExport {
  /** undefined if the lead was scored on sent fields and never synced. */
  readonly history: LeadHistory | undefined;
  /** As they were synced, oldest first. */
  readonly versions: readonly LeadRecord[];
  /** Newest first. */
  readonly scores: readonly ScoreLogEntry[];
  /** By models that score next to the active one. */
  readonly shadowScores: readonly ShadowScore[];
  /** Audiences that were written for the lead, or that it was held out of. */
  readonly audiences: readonly (Pick<AudienceMember, 'state' | 'since'> & { readonly audienceId: string })[];
  /** Alerts about the lead that were sent to people, oldest first. */
  readonly alerts: readonly Pick<Alert, 'rule' | 'facts' | 'createdAt'>[];
  readonly experiments: readonly LeadEnrolment[];
  readonly feedback: readonly FeedbackEntry[];
  /** What propensities read of its contacts and opportunities: versions, then changes, of each record the oldest first. */
  readonly records: readonly SubjectRow[];
  /** Scores of its contacts and opportunities, oldest first. */
  readonly propensityScores: readonly (SubjectScore & { readonly propensityId: string })[];
  /** The latest score that is queued for the CRM or was written there. */
  readonly update: LeadScoreUpdate | undefined;
}

/** Data older than its limit is removed; undefined = no limit. */
export interface RetentionLimits {
  /** Except each lead's newest score, which the CRM shows. */
  readonly scoresBefore?: Instant;
  readonly feedbackBefore?: Instant;
  readonly auditBefore?: Instant;
  /** Responses stored for repeated requests. */
  readonly responsesBefore?: Instant;
  /** Checks of models, and events that ended before; of checks over a week old, the last of each day stays until then. */
  readonly checksBefore?: Instant;
  /** Leads that the CRM deleted before this instant, with everything stored about them; and deleted users. */
  readonly deletedLeadsBefore?: Instant;
}

/** The number of rows removed from each table. */
export type RemovedRows = Readonly<Record<string, number>>;

/** What data protection law requires. */
export interface PersonalData {
  /** @returns undefined if nothing is stored about that lead */
  exportLead(orgId: string, leadId: string): Promise<LeadExport | undefined>;
  /**
   * Removes a lead and its contact's activities from every table and log, in one transaction. Only a hash of its id stays,
   * so that a later sync does not store it again. Trained models contain no leads and stay.
   * @param actor for the audit log
   */
  eraseLead(orgId: string, leadId: string, at: Instant, actor: string): Promise<RemovedRows>;
  /** Removes what is older than the limits, in short transactions; after a kill the next run continues. */
  removeOld(orgId: string, limits: RetentionLimits): Promise<RemovedRows>;
}
