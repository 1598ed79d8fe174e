import { HOUR_MS } from '@leadlight/common';

/** When an org is handled in buckets of leads, and in which. */
export interface BucketSizes {
  /** Orgs with fewer leads are handled by one process, without buckets. */
  readonly largeFrom: number;
  /** Bounded, so that memory and transactions do not grow with the org. */
  readonly leadsPerBucket: number;
}

export const BUCKET_SIZES: BucketSizes = { largeFrom: 50_000, leadsPerBucket: 4_000 };

/** An interrupted run is continued for this long; after that, its snapshots would be too old. */
export const RUN_MAX_AGE_MS = 6 * HOUR_MS;
