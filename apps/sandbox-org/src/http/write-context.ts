import type { Request } from 'express';
import { inTransaction } from '../org/org.ts';
import type { Org } from '../org/org.ts';
import { createWriteContext } from '../org/records/write-context.ts';
import type { WriteContext } from '../org/records/write-context.ts';

/** Who writes, as change events tell it: `Sforce-Call-Options: client=leadlight` names the client. */
export function changeOrigin(req: Request, api: 'rest' | 'bulkapi' = 'rest'): string {
  const version = /\/v?(\d+\.\d)\//.exec(req.originalUrl)?.[1] ?? '62.0';
  const client = /(?:^|[,\s])client=([^,\s]+)/i.exec(req.get('Sforce-Call-Options') ?? '')?.[1];
  return `com/salesforce/api/${api}/${version}${client === undefined ? '' : `;client=${client}`}`;
}

export const requestWriteContext = (org: Org, req: Request): WriteContext => createWriteContext(org, changeOrigin(req));

/** One transaction on behalf of a request. */
export function writeInTransaction<Result>(org: Org, req: Request, work: (org: WriteContext) => Result): Result {
  return inTransaction(org.db, () => work(requestWriteContext(org, req)));
}
