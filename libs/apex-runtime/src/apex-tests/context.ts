import { Transaction } from '../run/transaction.ts';
import type { Vm } from '../run/vm.ts';
import type { ApexObject } from '../values/values.ts';
import { deliverEvents } from '../run/events.ts';
import { runJobs } from '../run/jobs.ts';

/** What belongs to one test method: its mock, and where it is between startTest and stopTest. */
export class TestContext {
  readonly #vm: Vm;
  mock: ApexObject | null = null;
  #outer: Transaction | null = null;
  #started = false;

  constructor(vm: Vm) {
    this.#vm = vm;
  }

  /** A new set of limits; what was pending before does not forbid callouts (Apex Reference Guide, Test.startTest). */
  start(): void {
    if (this.#started) throw this.#vm.fatal('FinalException', 'startTest can be called only once in a test method');
    this.#started = true;
    this.#outer = this.#vm.transaction;
    this.#vm.transaction = new Transaction();
    this.#vm.jobs.length = 0;
  }

  /** Runs the asynchronous work that was started since startTest. */
  stop(): void {
    if (!this.#outer) throw this.#vm.fatal('FinalException', 'stopTest must follow startTest');
    this.deliver();
    runJobs(this.#vm);
    this.#vm.transaction = this.#outer;
    this.#outer = null;
  }

  /** Delivers published events to their triggers (`Test.getEventBus().deliver()`, aer-dist#325). */
  deliver(): void {
    deliverEvents(this.#vm);
  }
}
