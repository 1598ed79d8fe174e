/** What a transaction may use. Apex Developer Guide, Execution Governors and Limits. */
export const LIMITS = {
  queries: 100,
  queryRows: 50_000,
  dmlStatements: 150,
  dmlRows: 10_000,
  callouts: 100,
  queueableJobs: 50,
  futureCalls: 50,
  publishImmediateDml: 150,
};

export type LimitName = keyof typeof LIMITS;

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
    // One job from an asynchronous Apex job (Queueable Apex, limits).
    this.limits = isAsynchronous ? { ...LIMITS, queueableJobs: 1, queries: 200 } : { ...LIMITS };
  }
}
