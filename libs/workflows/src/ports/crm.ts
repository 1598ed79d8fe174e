import type { LeadField } from '@leadlight/lead-features';
import type { HistoryRecord } from './lead-history-store.ts';

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
  readonly message?: string;
}

export interface CrmScoreWriter {
  /** Idempotent: repeating an update leaves the same values. Any number of updates; batches inside. */
  writeScores(updates: readonly LeadScoreUpdate[]): Promise<readonly WriteOutcome[]>;
  apiUsage(): ApiUsage | undefined;
}
