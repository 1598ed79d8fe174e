import { findRecord } from '../records.ts';

interface Field {
  readonly fieldApiName: string;
}

interface LeadRecord {
  readonly fields: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Wired {
  readonly data?: unknown;
  readonly error?: unknown;
}

/** Simulates the platform's wire: provides a record from the server of the page whenever `recordId` changes. */
export class getRecord {
  #requestedId?: string;
  readonly #provide: (wired: Wired) => void;

  constructor(provide: (wired: Wired) => void) {
    this.#provide = provide;
    provide({});
  }

  update({ recordId }: { readonly recordId?: string }): void {
    if (!recordId || recordId === this.#requestedId) return;
    this.#requestedId = recordId;
    findRecord(recordId).then(
      (data) => this.#provideIfCurrent(recordId, { data }),
      (error: unknown) => this.#provideIfCurrent(recordId, { error }),
    );
  }

  connect(): void {
    // After a reconnection, update() provides the record again.
    this.#requestedId = undefined;
  }

  disconnect(): void {
    this.#requestedId = undefined;
  }

  #provideIfCurrent(recordId: string, wired: Wired): void {
    if (recordId === this.#requestedId) this.#provide(wired);
  }
}

export const getFieldValue = ({ fields }: LeadRecord, { fieldApiName }: Field): unknown => fields[fieldApiName]?.value;
