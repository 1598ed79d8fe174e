import { findLeadInfo, type LeadInfo } from '../records.ts';

interface Wired {
  readonly data?: unknown;
  readonly error?: unknown;
}

/** Simulates the platform's wires: provides the result of `select` once to each component. */
abstract class LeadInfoWire {
  readonly #provide: (wired: Wired) => void;
  #requested = false;

  constructor(provide: (wired: Wired) => void) {
    this.#provide = provide;
    provide({});
  }

  update(): void {
    if (this.#requested) return;
    this.#requested = true;
    findLeadInfo().then(
      (info) => this.#provide({ data: this.select(info) }),
      (error: unknown) => this.#provide({ error }),
    );
  }

  connect(): void {
    // update() fetches everything.
  }

  disconnect(): void {
    this.#requested = false;
  }

  protected abstract select(info: LeadInfo): unknown;
}

export class getObjectInfo extends LeadInfoWire {
  protected select({ fields }: LeadInfo): unknown {
    return { fields, defaultRecordTypeId: '012000000000000AAA' };
  }
}

export class getPicklistValuesByRecordType extends LeadInfoWire {
  protected select({ picklistFieldValues }: LeadInfo): unknown {
    return { picklistFieldValues };
  }
}
