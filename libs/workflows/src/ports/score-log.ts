import type { FeatureValue, Instant } from '@leadlight/lead-features';

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
  /** The row [features] in the order of the model's feature schema, NaN = missing, read back as null; absent in entries of earlier versions. */
  readonly row?: readonly FeatureValue[];
  /** Id of what the score depended on in addition to model and row; absent in entries of earlier versions. */
  readonly contextId?: string;
  /** The contract's `LeadScore` as sent. */
  readonly response: unknown;
  /** The same as JSON text, if it was serialized already: the log need not do so again. */
  readonly responseText?: string;
  /** The JSON behind `contextId`, in an entry that is appended: the log stores it once. */
  readonly contextText?: string;
}

export interface ScoreLog {
  append(orgId: string, entries: readonly ScoreLogEntry[]): Promise<void>;
  /** Newest first. */
  findBySubject(orgId: string, subjectId: string, limit: number): Promise<readonly ScoreLogEntry[]>;
  /** Every entry of the org, in the order of logging, up to `entriesPerChunk` at a time. */
  readAll(orgId: string, entriesPerChunk: number): AsyncIterable<readonly ScoreLogEntry[]>;
  /** The JSON that entries with this `contextId` were appended with. */
  findContext(orgId: string, contextId: string): Promise<string | undefined>;
}
