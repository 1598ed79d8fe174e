import { createHash } from 'node:crypto';
import type { HistoryRecord } from '@leadlight/workflows';

/** Text fields of Lead whose every value is held against the org's. */
export const COMPARED_TEXT_FIELDS = [
  ...['LastName', 'FirstName', 'Company', 'Title', 'Street', 'City', 'State', 'Country', 'Phone', 'Email', 'Website'],
  ...['Description', 'LeadSource', 'Industry', 'Status', 'Rating', 'Competitor__c', 'Product_Interest__c'],
];

/** Field history from the planting of odd values on: these rows' values are held against the org's, too. */
export interface ReadTotals {
  /** Records by stream; an e-mail that came along with its task again is not counted again. */
  readonly counts: Readonly<Record<string, number>>;
  /** One number for the texts of all leads, and one for those of their history since; in whatever order they came. */
  readonly leads: string;
  readonly history: string;
}

const EMAIL_PREFIX = '02s';

/** Adds up what was read, without keeping any of it. */
export class ReadTotalsBuilder {
  readonly #counts: Record<string, number> = {};
  readonly #leads = new Digest();
  readonly #history = new Digest();
  readonly #since: number;

  /** @param since milliseconds; of older history only the rows are counted */
  constructor(since: number) {
    this.#since = since;
  }

  add(stream: string, record: HistoryRecord): void {
    const isAlong = stream === 'Task' && record.id.startsWith(EMAIL_PREFIX);
    if (!isAlong) this.#counts[stream] = (this.#counts[stream] ?? 0) + 1;
    if (record.kind === 'lead')
      this.#leads.add([record.id, ...COMPARED_TEXT_FIELDS.map((name) => record.fields[name] ?? null)]);
    if (record.kind === 'fieldChange' && record.changedAt >= this.#since) {
      this.#history.add([record.id, record.oldValue, record.newValue]);
    }
  }

  result(): ReadTotals {
    return { counts: this.#counts, leads: this.#leads.value(), history: this.#history.value() };
  }
}

/** A sum of hashes: the same for the same rows in any order, another one where a row is missing, doubled or changed. */
export class Digest {
  #sum = 0n;

  add(values: readonly unknown[]): void {
    this.#sum += createHash('sha256').update(JSON.stringify(values)).digest().readBigUInt64LE();
  }

  value(): string {
    return BigInt.asUintN(64, this.#sum).toString(16);
  }
}
