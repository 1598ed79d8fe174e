import { findLeadInfo, type LeadInfo } from '../records.ts';

interface Wired {
  readonly data?: unknown;
  readonly error?: unknown;
}

/** Stands for the platform's wires: what `tell` makes of the org's Lead object, provided once to each component. */
abstract class LeadInfoWire {
  private readonly provide: (wired: Wired) => void;
  private asked = false;

  constructor(provide: (wired: Wired) => void) {
    this.provide = provide;
    provide({});
  }

  update(): void {
    if (this.asked) return;
    this.asked = true;
    findLeadInfo().then(
      (info) => this.provide({ data: this.tell(info) }),
      (error: unknown) => this.provide({ error }),
    );
  }

  connect(): void {
    // Everything is asked for in update.
  }

  disconnect(): void {
    this.asked = false;
  }

  protected abstract tell(info: LeadInfo): unknown;
}

export class getObjectInfo extends LeadInfoWire {
  protected tell({ fields }: LeadInfo): unknown {
    return { fields, defaultRecordTypeId: '012000000000000AAA' };
  }
}

export class getPicklistValuesByRecordType extends LeadInfoWire {
  protected tell({ picklistFieldValues }: LeadInfo): unknown {
    return { picklistFieldValues };
  }
}
