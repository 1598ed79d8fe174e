import type { CompanyKeys, LeadField } from '@leadlight/lead-features';
import type { HistoryRecord } from './lead-history-store.ts';
import type { WriteJob } from './write-jobs.ts';

export interface CrmPage {
  /** `Lead`, `LeadHistory`, `Task`, … */
  readonly stream: string;
  readonly records: readonly HistoryRecord[];
  /** Where reading continues after this page; store it together with the records. */
  readonly cursor: string;
}

/** API calls used of the org's daily limit. */
export interface ApiUsage {
  readonly used: number;
  readonly limit: number;
}

/** Something that cannot be read, or only in part. */
export interface Degradation {
  readonly stream: string;
  readonly what: string;
  readonly remedy: string;
}

/** The source of histories. The only implementation reads Salesforce. */
export interface CrmSource {
  /** 18-character organisation id. */
  orgId(): Promise<string>;
  /** The lead fields that this user can read, with what is known of their past. */
  describeLeadFields(): Promise<readonly LeadField[]>;
  /** In the order they must be read, so that no child precedes its lead. */
  readonly streams: readonly string[];
  /**
   * The cursor from which every record of a stream is read again, as a later version of one that is stored already. What the
   * source knows about the CRM's fields is read again as well.
   */
  rereadCursor(cursor: string): string;
  /** Pages of one stream changed since `cursor` (undefined = from the beginning). */
  pages(stream: string, cursor: string | undefined): AsyncIterable<CrmPage>;
  /** Undefined before the first response that reports it. */
  apiUsage(): ApiUsage | undefined;
  /** What could not be read so far, each once: a missing permission, a deleted field. */
  degradations(): readonly Degradation[];
}

/** What is written to one Lead. */
export interface LeadScoreUpdate {
  readonly leadId: string;
  readonly score: number;
  readonly band: string;
  readonly qualified: boolean;
  readonly probability: number;
  /** The contract's code of why the lead is left out of lists by score; null = it is ranked. */
  readonly unranked: string | null;
  /** The contract's reasons as JSON text, within the field's length. */
  readonly reasons: string;
  readonly modelLabel: string;
  readonly scoredAt: number;
  readonly inputHash: string;
  /** To find the leads of an account; absent = as stored before. Not written to the CRM. */
  readonly company?: CompanyKeys;
}

export interface WriteOutcome {
  readonly leadId: string;
  /** `retry`: a temporary error of the org (row lock, limit); `failed`: a permanent one, with the org's own message. */
  readonly outcome: 'written' | 'retry' | 'failed';
  /** The error; for a written score, what the org rejected in addition, such as a row of history. */
  readonly message?: string;
}

/** Jobs of any process that may still write to one org: `WriteJobs` under the write claim. */
export interface JobLedger {
  list(): Promise<readonly WriteJob[]>;
  /** Call it before the job starts. @throws if another process has become the writer: then the job must not start */
  add(jobId: string): Promise<void>;
  /** Call it when the job is known to have ended. */
  remove(jobId: string): Promise<void>;
}

/** Held by the only process that writes to an org. */
export interface WriteClaim {
  readonly jobs: JobLedger;
  /** Aborts when another process has become the writer: then nothing more may be sent. */
  readonly lost: AbortSignal;
}

export interface CrmScoreWriter {
  /** Idempotent: repeating an update leaves the same values. Any number of updates; it makes batches itself. */
  writeScores(updates: readonly LeadScoreUpdate[], claim: WriteClaim): Promise<readonly WriteOutcome[]>;
  /**
   * Ends the jobs in the ledger, so that none of them writes after the newer values that are sent next. What they wrote is
   * unknown; their leads are still in the outbox.
   * @returns messages for the log
   */
  endOpenJobs(claim: WriteClaim): Promise<readonly string[]>;
  apiUsage(): ApiUsage | undefined;
}
