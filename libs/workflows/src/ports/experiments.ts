import type { Effect } from '@leadlight/evaluation';
import type { Goal, Instant } from '@leadlight/lead-features';

/** What an experiment was started with; it never changes. */
export interface ExperimentPlan {
  /** `lead`: each lead is drawn; `repFortnight`: all leads of a rep that were created in a fortnight. */
  readonly design: 'lead' | 'repFortnight';
  readonly seed: string;
  /** Share of the leads whose score is hidden, without exploration, in (0, 1). */
  readonly hiddenShare: number;
  /** Share of the leads of every band whose score stays hidden after the experiment too, and that are not compared; [0, 1). */
  readonly explorationShare: number;
  readonly baseRate: number;
  readonly relativeEffect: number;
  readonly alpha: number;
  readonly power: number;
  /** Settled leads of both arms together. */
  readonly plannedLeads: number;
  readonly goal: Goal;
  /** Days from enrolment within which the goal must be reached. */
  readonly horizonDays: number;
}

/** `exploring`: stopped, but the share of exploration stays hidden. */
export type ExperimentState = 'running' | 'exploring' | 'ended';

export interface ExperimentEntry {
  readonly id: string;
  readonly state: ExperimentState;
  readonly plan: ExperimentPlan;
  readonly startedAt: Instant;
  readonly startedBy: string;
  /** When it stopped comparing; null = it runs. */
  readonly stoppedAt: Instant | null;
}

/** `exploration` is hidden like `hidden`, and is not compared. */
export type ExperimentArm = 'shown' | 'hidden' | 'exploration';

/** A lead that takes part, as it was at its first score. */
export interface EnrolledLead {
  readonly leadId: string;
  readonly arm: ExperimentArm;
  readonly band: string;
  /** The owner then. */
  readonly repId: string | null;
  /** Of its creation, counted from the start of the experiment. */
  readonly fortnight: number;
  readonly enrolledAt: Instant;
  /** When somebody first viewed the score; null = nobody has. */
  readonly viewedAt: Instant | null;
}

/** The experiment as it stood on a day. */
export interface StoredAnalysis {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly settledLeads: number;
  /** Null where nothing could be compared yet. */
  readonly effect: Effect | null;
}

export interface ExperimentStore {
  /** The one that runs or explores; an org has at most one. */
  findOpen(orgId: string): Promise<ExperimentEntry | undefined>;
  /** The newest first. */
  list(orgId: string): Promise<readonly ExperimentEntry[]>;
  /** @returns false where one runs or explores already */
  start(orgId: string, entry: Omit<ExperimentEntry, 'state' | 'stoppedAt'>): Promise<boolean>;
  /** @returns false where the experiment is not open */
  stop(orgId: string, id: string, state: 'exploring' | 'ended', at: Instant): Promise<boolean>;
  /**
   * Enrols those that are not yet enrolled and have no logged score, which somebody may have seen; the first enrolment of a lead
   * counts.
   * @returns those of these leads that take part
   */
  enrol(orgId: string, id: string, leads: readonly Omit<EnrolledLead, 'viewedAt'>[]): Promise<readonly EnrolledLead[]>;
  /** Those of these leads that take part. */
  findLeads(orgId: string, id: string, leadIds: readonly string[]): Promise<readonly EnrolledLead[]>;
  /** Notes the first view of each. */
  markViewed(orgId: string, id: string, leadIds: readonly string[], at: Instant): Promise<void>;
  /** Every lead that takes part, in chunks in the order of their ids. */
  readLeads(orgId: string, id: string, leadsPerChunk: number): AsyncIterable<readonly EnrolledLead[]>;
  /** Stores the analysis of a day, unless there is one. */
  saveAnalysis(orgId: string, id: string, analysis: StoredAnalysis): Promise<void>;
  /** The oldest first. */
  listAnalyses(orgId: string, id: string): Promise<readonly StoredAnalysis[]>;
}

/** What is stored about a lead that takes or took part in an experiment. */
export interface LeadEnrolment extends EnrolledLead {
  readonly experimentId: string;
}
