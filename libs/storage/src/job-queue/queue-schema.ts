import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@leadlight/common';
import { CLAIM_EXPIRY_MS, ORG_JOB_RETRIES } from '@leadlight/workflows';
import { getConstructionPlans } from 'pg-boss';

/** A schema of its own, so that it meets no other pg-boss in the same database. */
export const QUEUE_SCHEMA = 'leadlight_queue';

/** Claims of steps. A claim is sent and fetched in one transaction, and its row is deleted when it ends. */
export const CLAIMS = 'claim';
/** Steps of orgs' work. */
export const ORG_JOBS = 'org';
/** Copies of jobs whose last attempt has failed. */
export const FAILED_JOBS = 'failed';

/** The key of a claim or a job, of which there is one at a time. `isClaimed` makes it in SQL. */
export const keyOf = (orgId: string, step: string): string => `${orgId}/${step}`;

const seconds = (ms: number): number => ms / SECOND_MS;

const CLAIM_OPTIONS = {
  // At most one job for each key.
  policy: 'exclusive',
  retryLimit: 0,
  heartbeatSeconds: seconds(CLAIM_EXPIRY_MS),
};

const ORG_JOB_OPTIONS = {
  policy: 'exclusive',
  heartbeatSeconds: seconds(CLAIM_EXPIRY_MS),
  // A first sync takes hours; a worker that hangs for longer loses the job.
  expireInSeconds: seconds(12 * HOUR_MS),
  retryLimit: ORG_JOB_RETRIES,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: seconds(5 * MINUTE_MS),
  deadLetter: FAILED_JOBS,
  // Applies to failed jobs, of which FAILED_JOBS has copies: the table stays small. Jobs that were done are deleted at once.
  deleteAfterSeconds: seconds(HOUR_MS),
};

const createQueue = (name: string, options: object): string =>
  `select ${QUEUE_SCHEMA}.create_queue('${name}', '${JSON.stringify(options)}'::jsonb);`;

/** The statements that install pg-boss and its queue of claims, to be run in one transaction. */
export const queueConstruction = (): string =>
  `${getConstructionPlans(QUEUE_SCHEMA)
    .replace(/^\s*BEGIN;/, '')
    .replace(/COMMIT;\s*$/, '')}
  ${createQueue(CLAIMS, CLAIM_OPTIONS)}`;

/** The statements that create the queues of orgs' work. */
export const orgQueueConstruction = (): string =>
  `${createQueue(FAILED_JOBS, { policy: 'standard', deleteAfterSeconds: 0, retentionSeconds: seconds(365 * 24 * HOUR_MS) })}
  ${createQueue(ORG_JOBS, ORG_JOB_OPTIONS)}`;
