import type { Database, Trx } from './tables.ts';

/** Runs work in the given transaction, or else in one of its own. */
export const inTransaction = <Result>(db: Database | Trx, work: (trx: Trx) => Promise<Result>): Promise<Result> =>
  db.isTransaction ? work(db as Trx) : db.transaction().execute(work);
