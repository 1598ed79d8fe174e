/** What a transaction may use. Apex Developer Guide, Execution Governors and Limits. */
export const LIMITS = {
  queries: 100,
  queryRows: 50_000,
  dmlStatements: 150,
  dmlRows: 10_000,
  callouts: 100,
  queueableJobs: 50,
  futureCalls: 50,
};

export type LimitName = keyof typeof LIMITS;

/** What an asynchronous transaction may use. One job from an asynchronous Apex job (Queueable Apex, limits). */
export const ASYNCHRONOUS_LIMITS: Readonly<Record<LimitName, number>> = { ...LIMITS, queueableJobs: 1, queries: 200 };

/** Scheduled jobs of an org at the same time (Apex Developer Guide, Apex Scheduler). */
export const MAX_SCHEDULED = 100;
