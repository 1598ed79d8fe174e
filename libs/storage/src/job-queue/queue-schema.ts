import { CLAIM_EXPIRY_MS } from '@leadlight/workflows';
import { SECOND_MS } from '@leadlight/common';
import { getConstructionPlans } from 'pg-boss';

/** pg-boss has a schema of its own, so that it meets no other pg-boss in the same database. */
export const QUEUE_SCHEMA = 'leadlight_queue';

/** Claims of steps. A claim is sent and fetched in one transaction, and its row is deleted when it ends. */
export const CLAIMS = 'claim';

const CLAIM_OPTIONS = {
  // At most one job for each key.
  policy: 'exclusive',
  retryLimit: 0,
  heartbeatSeconds: CLAIM_EXPIRY_MS / SECOND_MS,
};

/** The statements that install pg-boss and its queues, to be run in one transaction. */
export const queueConstruction = (): string =>
  `${getConstructionPlans(QUEUE_SCHEMA)
    .replace(/^\s*BEGIN;/, '')
    .replace(/COMMIT;\s*$/, '')}
  select ${QUEUE_SCHEMA}.create_queue('${CLAIMS}', '${JSON.stringify(CLAIM_OPTIONS)}'::jsonb);`;
