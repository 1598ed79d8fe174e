import type { LeadField } from '@leadlight/lead-features';
import type { HistoryRecord } from './lead-history-store.ts';
import type { WriteJob } from './write-jobs.ts';

export interface CrmPage {
  /** Which stream the page belongs to: `Lead`, `LeadHistory`, `Task`, … */
  readonly stream: string;
  readonly records: readonly HistoryRecord[];
  /** Where to go on after this page; store it together with the records. */
  readonly cursor: string;
}

/** API calls used of the org's daily limit; undefined before the first answer told. */
export interface ApiUsage {
  readonly used: number;
  readonly limit: number;
}

/** Something that is read in a lesser form than it could be, or not at all. */
export interface Degradation {
  readonly stream: string;
  readonly what: string;
  readonly remedy: string;
}

/** Where histories come from. The one implementation talks to Salesforce. */
export interface CrmSource {
  /** 18-character organisation id. */
  orgId(): Promise<string>;
  /** Lead fields that this user can read, with what can be known of their past. */
  describeLeadFields(): Promise<readonly LeadField[]>;
  /** In the order they must be read, so that a child never comes before its lead. */
  readonly streams: readonly string[];
  /** Pages of one stream changed since `cursor` (undefined = from the beginning). */
  pages(stream: string, cursor: string | undefined): AsyncIterable<CrmPage>;
  apiUsage(): ApiUsage | undefined;
  /** What had to be left out so far, once each: a permission that is missing, a field that went away. */
  degradations(): readonly Degradation[];
}

/** What is written to one Lead. */
export interface LeadScoreUpdate {
  readonly leadId: string;
  readonly score: number;
  readonly band: string;
  readonly qualified: boolean;
  readonly probability: number;
  /** The contract's reasons as JSON text, within the field's length. */
  readonly reasons: string;
  readonly modelLabel: string;
  readonly scoredAt: number;
  readonly inputHash: string;
}

export interface WriteOutcome {
  readonly leadId: string;
  /** `retry`: the org said so (row lock, limit); `failed`: permanent, with the org's own words. */
  readonly outcome: 'written' | 'retry' | 'failed';
  /** Where it was written: what the org refused beside it. */
  readonly message?: string;
}

/** Jobs of one org that may still write there, whoever opened them: `WriteJobs`, while this process is the one writer. */
export interface JobLedger {
  list(): Promise<readonly WriteJob[]>;
  /** Before the job may begin. @throws where another process has become the writer: then the job must not begin */
  add(jobId: string): Promise<void>;
  /** Once it is known to have ended. */
  remove(jobId: string): Promise<void>;
}

/** A writer's turn: as long as it is the only one. */
export interface WriteLease {
  readonly jobs: JobLedger;
  /** Aborts where another process has become the writer: nothing more may be sent then. */
  readonly lost: AbortSignal;
}

export interface CrmScoreWriter {
  /** Idempotent: repeating an update leaves the same values. Any number of updates; batches inside. */
  writeScores(updates: readonly LeadScoreUpdate[], turn: WriteLease): Promise<readonly WriteOutcome[]>;
  /**
   * Ends the jobs that are in the ledger: after this none of them writes any more, and newer values may be sent. What they
   * did is unknown; their leads still wait in the outbox.
   * @returns what somebody should know of it, a sentence each
   */
  endOpenJobs(turn: WriteLease): Promise<readonly string[]>;
  apiUsage(): ApiUsage | undefined;
}
