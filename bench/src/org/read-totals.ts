import { createHash } from 'node:crypto';
import type { HistoryRecord } from '@leadlight/workflows';

/** Text fields of Lead whose values are all compared with the org's. */
export const COMPARED_TEXT_FIELDS = [
  ...['LastName', 'FirstName', 'Company', 'Title', 'Street', 'City', 'State', 'Country', 'Phone', 'Email', 'Website'],
  ...['Description', 'LeadSource', 'Industry', 'Status', 'Rating', 'Competitor__c', 'Product_Interest__c'],
];

/** Counts and hashes of the records that were read. */
export interface ReadTotals {
  /** Records by stream, without the e-mails that are read again with their tasks. */
  readonly counts: Readonly<Record<string, number>>;
  /** Hash of the texts of all leads, independent of their order. */
  readonly leads: string;
  /** Hash of the field history since the odd values were written, independent of its order. */
  readonly history: string;
}

const EMAIL_PREFIX = '02s';

/** Sums up records without keeping them. */
export class ReadTotalsBuilder {
  readonly #counts: Record<string, number> = {};
  readonly #leads = new RowSetHash();
  readonly #history = new RowSetHash();
  readonly #since: number;

  /** @param since milliseconds; older history is counted but not hashed */
  constructor(since: number) {
    this.#since = since;
  }

  add(stream: string, record: HistoryRecord): void {
    const isEmailOfTask = stream === 'Task' && record.id.startsWith(EMAIL_PREFIX);
    if (!isEmailOfTask) this.#counts[stream] = (this.#counts[stream] ?? 0) + 1;
    if (record.kind === 'lead') {
      this.#leads.add([record.id, ...COMPARED_TEXT_FIELDS.map((name) => record.fields[name] ?? null)]);
    }
    if (record.kind === 'fieldChange' && record.changedAt >= this.#since) {
      this.#history.add([record.id, record.oldValue, record.newValue]);
    }
  }

  result(): ReadTotals {
    return { counts: this.#counts, leads: this.#leads.value(), history: this.#history.value() };
  }
}

/** A sum of hashes: equal for the same rows in any order, different where a row is missing, doubled or changed. */
export class RowSetHash {
  #sum = 0n;

  add(values: readonly unknown[]): void {
    this.#sum += createHash('sha256').update(JSON.stringify(values)).digest().readBigUInt64LE();
  }

  value(): string {
    return BigInt.asUintN(64, this.#sum).toString(16);
  }
}
