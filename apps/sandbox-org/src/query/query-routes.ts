import express from 'express';
import type { Request, Router } from 'express';
import { ApiError } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { markViewed } from '../org/records/viewed-records.ts';
import { queryCount, queryKeys, prepareQuery, fetchRecords, queryRows } from '../soql/run-query.ts';
import type { QueryContext } from '../soql/run-query.ts';
import { toRecord } from '../soql/record-json.ts';
import type { Json } from '../soql/record-json.ts';
import type { QueryCursors } from './query-cursors.ts';
import { createQueryCursors } from './query-cursors.ts';
import { parseVersion } from '../http/version.ts';

export const MAX_BATCH_SIZE = 2_000;
const MIN_BATCH_SIZE = 200;

/** Page size from `Sforce-Query-Options: batchSize=N`, 200 to 2,000. */
function parseBatchSize(req: Request): number {
  const asked = Number(/batchSize=(\d+)/i.exec(req.get('Sforce-Query-Options') ?? '')?.[1] ?? MAX_BATCH_SIZE);
  return Math.min(MAX_BATCH_SIZE, Math.max(MIN_BATCH_SIZE, asked));
}

/** Where and how a query is asked. */
export interface QueryRequest {
  readonly name: 'query' | 'queryAll';
  /** `v62.0` */
  readonly version: string;
  readonly pageSize: number;
}

/** Later pages are asked for at the same place as the first, wherever that came from: so the routes share their cursors. */
export function queryRoutes(org: Org, cursors: QueryCursors = createQueryCursors()): Router {
  const router = express.Router({ mergeParams: true });
  for (const name of ['query', 'queryAll'] as const) {
    const asking = (req: Request): QueryRequest => ({
      name,
      version: parseVersion(req),
      pageSize: parseBatchSize(req),
    });
    router.get(`/${name}`, (req, res) => {
      if (typeof req.query.explain === 'string')
        throw new ApiError(400, 'INVALID_REQUEST', 'explain is not supported by this org');
      const text = typeof req.query.q === 'string' ? req.query.q : '';
      res.json(firstPage(org, cursors, asking(req), text));
    });
    router.get(`/${name}/:locator`, (req, res) => {
      res.json(laterPage(org, cursors, asking(req), req.params.locator));
    });
  }
  return router;
}

const contextOf = (org: Org, { name, version }: QueryRequest): QueryContext => ({
  db: org.db,
  schema: org.schema,
  now: org.now(),
  userId: org.userId,
  version,
  withDeleted: name === 'queryAll',
});

/** @throws ApiError */
export function firstPage(org: Org, cursors: QueryCursors, asking: QueryRequest, text: string): Json {
  const context = contextOf(org, asking);
  const { query, plan } = prepareQuery(text, context);
  if (plan.countOnly) return { totalSize: queryCount(org.db, plan), done: true, records: [] };
  if (plan.aggregate || plan.object.fields[0]?.name !== 'Id') {
    const rows = queryRows(org.db, plan);
    if (rows.length > MAX_BATCH_SIZE) {
      throw new ApiError(
        400,
        'EXCEEDED_ID_LIMIT',
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      );
    }
    return { totalSize: rows.length, done: true, records: rows.map((row) => toRecord(plan, row, context.version)) };
  }
  const keys = queryKeys(org.db, plan);
  const { pageSize } = asking;
  const records = fetchRecords(context, plan, keys.slice(0, pageSize));
  if (query.forView) markViewed(org, plan.object, keys);
  if (keys.length <= pageSize) return { totalSize: keys.length, done: true, records };
  const locator = cursors.keep({ plan, keys, pageSize });
  return { totalSize: keys.length, done: false, nextRecordsUrl: nextUrl(asking, locator, pageSize), records };
}

function laterPage(org: Org, cursors: QueryCursors, asking: QueryRequest, place: string): Json {
  const [, locator = '', from = ''] = /^(\w+)-(\d+)$/.exec(place) ?? [];
  if (from === '') throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const { plan, keys, pageSize } = cursors.get(locator);
  const start = Number(from);
  if (start >= keys.length) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const records = fetchRecords(contextOf(org, asking), plan, keys.slice(start, start + pageSize));
  const end = start + pageSize;
  if (end >= keys.length) return { totalSize: keys.length, done: true, records };
  return { totalSize: keys.length, done: false, nextRecordsUrl: nextUrl(asking, locator, end), records };
}

const nextUrl = ({ version, name }: QueryRequest, locator: string, from: number): string =>
  `/services/data/${version}/${name}/${locator}-${from}`;
