import { CLAIM_EXPIRY_MS } from '@leadlight/workflows';
import { sql, type RawBuilder } from 'kysely';
import { CLAIMS, QUEUE_SCHEMA } from './queue-schema.ts';

/** Whether a process has claimed the org's step and confirmed it in time, for statements about many orgs. */
export const isClaimed = (orgId: RawBuilder<unknown>, step: string): RawBuilder<boolean> => sql<boolean>`exists (
  select from ${sql.table(`${QUEUE_SCHEMA}.job`)} as claim
  where claim.name = ${CLAIMS} and claim.singleton_key = ${orgId} || ${`/${step}`}::text and claim.state = 'active'
    and abs(extract(epoch from clock_timestamp() - claim.heartbeat_on)) * 1000 < ${CLAIM_EXPIRY_MS}::int8)`;
