import type { Instant } from '@leadlight/lead-features';

/** One score as given: append-only and replayable. */
export interface ScoreLogEntry {
  /** The record that was scored: a lead's id. */
  readonly subjectId: string;
  readonly modelId: string;
  readonly modelVersion: number;
  /** `api:<key id>`, `batch`, … */
  readonly requestedBy: string;
  readonly score: number;
  readonly band: string;
  readonly probability: number;
  readonly scoredAt: Instant;
  readonly inputHash: string;
  /** The contract's `LeadScore` as sent. */
  readonly response: unknown;
  /** The same as JSON text, if it was serialized already: the log need not do so again. */
  readonly responseText?: string;
}

export interface ScoreLog {
  append(orgId: string, entries: readonly ScoreLogEntry[]): Promise<void>;
  /** Newest first. */
  findBySubject(orgId: string, subjectId: string, limit: number): Promise<readonly ScoreLogEntry[]>;
}
