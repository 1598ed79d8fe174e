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

/** Stands for the platform's wire: provides one record from the page's server whenever `recordId` changes. */
export class getRecord {
  private asked?: string;
  private readonly provide: (wired: Wired) => void;

  constructor(provide: (wired: Wired) => void) {
    this.provide = provide;
    provide({});
  }

  update({ recordId }: { readonly recordId?: string }): void {
    if (!recordId || recordId === this.asked) return;
    this.asked = recordId;
    findRecord(recordId).then(
      (data) => this.answer(recordId, { data }),
      (error: unknown) => this.answer(recordId, { error }),
    );
  }

  connect(): void {
    // A reconnected component gets its record again through update.
    this.asked = undefined;
  }

  disconnect(): void {
    this.asked = undefined;
  }

  private answer(recordId: string, wired: Wired): void {
    if (recordId === this.asked) this.provide(wired);
  }
}

export const getFieldValue = ({ fields }: LeadRecord, { fieldApiName }: Field): unknown => fields[fieldApiName]?.value;
