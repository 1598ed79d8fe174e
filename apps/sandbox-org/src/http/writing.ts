import type { Request } from 'express';
import { inTransaction } from '../org/org.ts';
import type { Org } from '../org/org.ts';
import { writerOf } from '../org/writer.ts';
import type { Writer } from '../org/writer.ts';

/** Who writes, as change events tell it: `Sforce-Call-Options: client=leadlight` names the client. */
export function originOf(req: Request, api: 'rest' | 'bulkapi' = 'rest'): string {
  const version = /\/v?(\d+\.\d)\//.exec(req.originalUrl)?.[1] ?? '62.0';
  const client = /(?:^|[,\s])client=([^,\s]+)/i.exec(req.get('Sforce-Call-Options') ?? '')?.[1];
  return `com/salesforce/api/${api}/${version}${client === undefined ? '' : `;client=${client}`}`;
}

export const writing = (org: Org, req: Request): Writer => writerOf(org, originOf(req));

/** One transaction on behalf of a request. */
export function write<Result>(org: Org, req: Request, work: (org: Writer) => Result): Result {
  return inTransaction(org.db, () => work(writing(org, req)));
}
