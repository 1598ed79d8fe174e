import { findLeadInfo } from '../records.ts';

interface Wired {
  readonly data?: unknown;
  readonly error?: unknown;
}

/** Stands for the platform's wire: what the org says of its Lead object. */
export class getObjectInfo {
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
      (data) => this.provide({ data }),
      (error: unknown) => this.provide({ error }),
    );
  }

  connect(): void {
    // Everything is asked for in update.
  }

  disconnect(): void {
    this.asked = false;
  }
}
