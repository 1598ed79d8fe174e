import { sql } from 'kysely';

/** The database's clock in ms since 1970: one clock for all machines. */
export const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::int8`;
