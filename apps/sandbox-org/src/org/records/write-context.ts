import { randomUUID } from 'node:crypto';
import type { Org } from '../org.ts';
import { createTransactionLog, type TransactionLog } from './change-log.ts';

/** The org in one write transaction, with what its change events contain. */
export interface WriteContext extends Org {
  /** e.g. `com/salesforce/api/rest/62.0;client=leadlight`; empty for changes in the user interface. */
  readonly origin: string;
  /** Changes with the same key belong together. */
  readonly transactionKey: string;
  readonly transaction: TransactionLog;
}

/** @param userId the user who writes */
export const createWriteContext = (org: Org, origin: string, userId = org.userId): WriteContext => ({
  ...org,
  userId,
  origin,
  transactionKey: randomUUID(),
  transaction: createTransactionLog(),
  get schema() {
    return org.schema;
  },
});
