import type { Instant } from '@leadlight/lead-features';

/** One answer, as given: append-only and replayable. */
export interface ScoreLogEntry {
  readonly leadId: string;
  readonly modelId: string;
  readonly modelVersion: number;
  /** `api:<key id>`, `batch`, … */
  readonly askedBy: string;
  readonly score: number;
  readonly band: string;
  readonly probability: number;
  readonly scoredAt: Instant;
  readonly inputHash: string;
  /** The contract's `LeadScore` as sent. */
  readonly answer: unknown;
  /** The same as JSON text, where it was written out already: it is not written out again for the log. */
  readonly answerText?: string;
}

export interface ScoreLog {
  append(orgId: string, entries: readonly ScoreLogEntry[]): Promise<void>;
  /** Newest first. */
  findByLead(orgId: string, leadId: string, limit: number): Promise<readonly ScoreLogEntry[]>;
}
