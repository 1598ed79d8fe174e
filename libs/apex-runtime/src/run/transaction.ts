import { ASYNCHRONOUS_LIMITS, LIMITS, type LimitName } from './limits.ts';

const none = (): Record<LimitName, number> =>
  Object.fromEntries(Object.keys(LIMITS).map((name) => [name, 0])) as Record<LimitName, number>;

/** The use of limits and what decides whether a callout or a DML statement is still allowed. */
export class Transaction {
  used = none();
  readonly limits: Record<LimitName, number>;
  /** DML, jobs or savepoints that are not committed: a callout is refused until then (Apex Developer Guide, Callout Limits). */
  uncommitted = false;
  /** Kinds of objects that were changed: setup objects and others must not be mixed. */
  changedSetup = false;
  changedOther = false;
  readonly isAsynchronous: boolean;

  constructor(isAsynchronous = false) {
    this.isAsynchronous = isAsynchronous;
    this.limits = { ...(isAsynchronous ? ASYNCHRONOUS_LIMITS : LIMITS) };
  }
}
