import express, { type Request, type Router } from 'express';
import { parseVersion } from '../http/version.ts';
import { badRequest } from '../org/api-error.ts';
import { TOOLING_ONLY } from '../org/schema/objects/deployed.ts';
import type { Org } from '../org/org.ts';
import { markViewed } from '../org/records/viewed-records.ts';
import { type Json, rowToRecord } from '../soql/record-json.ts';
import {
  fetchRecords,
  plannerContext,
  prepareQuery,
  type QueryContext,
  queryCount,
  queryKeys,
  queryRows,
} from '../soql/run-query.ts';
import { columnMetadata } from './column-metadata.ts';
import type { QueryCursors } from './query-cursors.ts';

export const MAX_BATCH_SIZE = 2_000;
const MIN_BATCH_SIZE = 200;

/** The batch size from `Sforce-Query-Options: batchSize=N`, 200 to 2,000. */
function parseBatchSize(req: Request): number {
  const requested = Number(/batchSize=(\d+)/i.exec(req.get('Sforce-Query-Options') ?? '')?.[1] ?? MAX_BATCH_SIZE);
  return Math.min(MAX_BATCH_SIZE, Math.max(MIN_BATCH_SIZE, requested));
}

export interface QueryRequest {
  readonly name: 'query' | 'queryAll';
  /** `v62.0` */
  readonly version: string;
  readonly batchSize: number;
  /** Over the Tooling API, which has objects of its own. */
  readonly tooling?: boolean;
}

/**
 * @param cursors shared with other routes whose results continue here
 * @param tooling whether these are the routes of the Tooling API
 */
export function queryRoutes(org: Org, cursors: QueryCursors, tooling = false): Router {
  const router = express.Router({ mergeParams: true });
  for (const name of ['query', 'queryAll'] as const) {
    const request = (req: Request): QueryRequest => ({
      name,
      version: parseVersion(req),
      batchSize: parseBatchSize(req),
      tooling,
    });
    router.get(`/${name}`, (req, res) => {
      if (typeof req.query.explain === 'string') {
        throw badRequest('INVALID_REQUEST', 'explain is not supported by this org');
      }
      const text = typeof req.query.q === 'string' ? req.query.q : '';
      if (req.query.columns === 'true') {
        res.json(columnMetadata(prepareQuery(text, queryContext(org, request(req))).plan));
        return;
      }
      res.json(firstPage(org, cursors, request(req), text));
    });
    router.get(`/${name}/:locator`, (req, res) => {
      res.json(nextPage(org, cursors, request(req), req.params.locator));
    });
  }
  return router;
}

const queryContext = (org: Org, { name, version }: QueryRequest): QueryContext => ({
  ...plannerContext(org, name === 'queryAll'),
  version,
});

/** The first page of a query's result. @throws ApiError */
export function firstPage(org: Org, cursors: QueryCursors, request: QueryRequest, text: string): Json {
  const context = queryContext(org, request);
  const { query, plan } = prepareQuery(text, context);
  if (request.tooling !== true && TOOLING_ONLY.includes(plan.object.name)) {
    throw badRequest('INVALID_TYPE', `sObject type '${plan.object.name}' is not supported.`);
  }
  if (plan.countOnly) return { totalSize: queryCount(org.db, plan), done: true, records: [] };
  if (plan.aggregate || plan.object.fields[0]?.name !== 'Id') {
    const rows = queryRows(org.db, plan);
    if (rows.length > MAX_BATCH_SIZE) {
      throw badRequest(
        'EXCEEDED_ID_LIMIT',
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      );
    }
    return { totalSize: rows.length, done: true, records: rows.map((row) => rowToRecord(plan, row, context.version)) };
  }
  const { batchSize } = request;
  // A query with OFFSET returns no further batch.
  const keys = queryKeys(org.db, plan).slice(0, plan.offset > 0 ? batchSize : undefined);
  const records = fetchRecords(context, plan, keys.slice(0, batchSize));
  if (query.forView) markViewed(org.db, plan.object, keys, org.now());
  if (keys.length <= batchSize) return { totalSize: keys.length, done: true, records };
  const locator = cursors.add({ plan, keys, batchSize });
  return { totalSize: keys.length, done: false, nextRecordsUrl: nextUrl(request, locator, batchSize), records };
}

function nextPage(org: Org, cursors: QueryCursors, request: QueryRequest, path: string): Json {
  const [, locator = '', offset = ''] = /^(\w+)-(\d+)$/.exec(path) ?? [];
  if (offset === '') throw badRequest('INVALID_QUERY_LOCATOR', 'invalid query locator');
  const { plan, keys, batchSize } = cursors.get(locator);
  const start = Number(offset);
  if (start >= keys.length) throw badRequest('INVALID_QUERY_LOCATOR', 'invalid query locator');
  const records = fetchRecords(queryContext(org, request), plan, keys.slice(start, start + batchSize));
  const end = start + batchSize;
  if (end >= keys.length) return { totalSize: keys.length, done: true, records };
  return { totalSize: keys.length, done: false, nextRecordsUrl: nextUrl(request, locator, end), records };
}

const nextUrl = ({ version, name }: QueryRequest, locator: string, offset: number): string =>
  `/services/data/${version}/${name}/${locator}-${offset}`;
