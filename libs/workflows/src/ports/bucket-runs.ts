/** Some of an org's leads: those after one id, up to another. */
export interface LeadRange {
  readonly after: string;
  /** null = no end */
  readonly last: string | null;
}

/** Leads that one process handles at a time. */
export interface LeadBucket extends LeadRange {
  /** 0, 1, 2 … in the order of the leads' ids. */
  readonly bucket: number;
}

/** Work on all leads of an org that several processes share. */
export interface BucketRun<Payload = unknown> {
  readonly runId: string;
  /** What is done with the leads, such as `score`. */
  readonly kind: string;
  /** What every process works with, so that the result does not depend on which one does what. */
  readonly payload: Payload;
}

/** What a process found or made of a bucket's leads. */
export interface BucketResult {
  readonly runId: string;
  readonly bucket: number;
  /** @param queued how many scores were queued in the same transaction */
  resultOf(queued: number): Uint8Array;
}

export interface StartBucketRun<Payload> {
  readonly kind: string;
  /** What makes an interrupted run the same work, such as the model's id. */
  readonly key: string;
  readonly payload: Payload;
  readonly which: 'all' | 'open';
  readonly leadsPerBucket: number;
  /** An interrupted run that was started longer ago is not continued. */
  readonly maxAgeMs: number;
}

/**
 * Runs over all leads of an org, at most one of each kind. Each bucket's result is stored once: a process that was presumed dead
 * but continues stores nothing.
 */
export interface BucketRuns {
  /** Divides the leads into buckets; or continues an interrupted run with the same key, with the payload that it was started with. */
  start<Payload extends object>(orgId: string, run: StartBucketRun<Payload>): Promise<BucketRun<Payload>>;
  /** The runs of an org that have not ended. */
  list(orgId: string): Promise<readonly BucketRun[]>;
  count(orgId: string, runId: string): Promise<number>;
  /** Buckets without a result, in their order. @throws StorageError `claim_lost` if the run has ended */
  waiting(orgId: string, run: Pick<BucketRun, 'runId' | 'kind'>): Promise<readonly LeadBucket[]>;
  /** Whether the bucket has no result yet. */
  isWaiting(orgId: string, runId: string, bucket: number): Promise<boolean>;
  /** @throws StorageError `claim_lost` if the bucket has a result, or the run has ended */
  save(orgId: string, result: BucketResult): Promise<void>;
  /** One bucket's result after the other. */
  results(orgId: string, runId: string): AsyncIterable<Uint8Array>;
  /** Removes the run with its results. */
  end(orgId: string, runId: string): Promise<void>;
}
