import { randomUUID } from 'node:crypto';
import type { Org } from '../org.ts';

/** The org as one transaction writes to it: change events tell who wrote, and which changes belong together. */
export interface WriteContext extends Org {
  /** e.g. `com/salesforce/api/rest/62.0;client=leadlight`; empty for what people do in the application. */
  readonly origin: string;
  readonly transactionKey: string;
}

/** @param userId who writes; the integration user unless told */
export const createWriteContext = (org: Org, origin: string, userId = org.userId): WriteContext => ({
  ...org,
  userId,
  origin,
  transactionKey: randomUUID(),
  get schema() {
    return org.schema;
  },
});
