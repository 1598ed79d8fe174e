import type { Request } from 'express';
import { inTransaction, type Org } from '../org/org.ts';
import { createWriteContext, type WriteContext } from '../org/records/write-context.ts';

/** The change origin in change events; the header `Sforce-Call-Options: client=leadlight` names the client. */
export function changeOrigin(req: Request, api: 'rest' | 'bulkapi' = 'rest'): string {
  const version = /\/v?(\d+\.\d)\//.exec(req.originalUrl)?.[1] ?? '62.0';
  const client = /(?:^|[,\s])client=([^,\s]+)/i.exec(req.get('Sforce-Call-Options') ?? '')?.[1];
  return `com/salesforce/api/${api}/${version}${client === undefined ? '' : `;client=${client}`}`;
}

export const requestWriteContext = (org: Org, req: Request): WriteContext => createWriteContext(org, changeOrigin(req));

/** Runs `work` in one transaction of the request. */
export function writeInTransaction<Result>(org: Org, req: Request, work: (context: WriteContext) => Result): Result {
  return inTransaction(org.db, () => work(requestWriteContext(org, req)));
}
