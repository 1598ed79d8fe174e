import express from 'express';
import type { Request, Router } from 'express';
import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { rememberViewed } from '../org/viewed-records.ts';
import { countOf, keysOf, parseSoql, recordsByKey, rowsOf } from '../soql/run-query.ts';
import type { QueryContext } from '../soql/run-query.ts';
import { planQuery } from '../soql/plan.ts';
import { recordOf } from '../soql/shape.ts';
import type { Json } from '../soql/shape.ts';
import type { QueryCursors } from './query-cursors.ts';
import { queryCursors } from './query-cursors.ts';
import { versionOf } from './version.ts';

const MOST_RECORDS = 2_000;
const FEWEST_RECORDS = 200;

/** Page size from `Sforce-Query-Options: batchSize=N`, 200 to 2,000. */
function pageSizeOf(req: Request): number {
  const asked = Number(/batchSize=(\d+)/i.exec(req.get('Sforce-Query-Options') ?? '')?.[1] ?? MOST_RECORDS);
  return Math.min(MOST_RECORDS, Math.max(FEWEST_RECORDS, asked));
}

export function queryRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  const cursors = queryCursors();
  for (const name of ['query', 'queryAll'] as const) {
    router.get(`/${name}`, (req, res) => {
      if (typeof req.query.explain === 'string')
        throw new ApiError(400, 'INVALID_REQUEST', 'explain is not supported by this org');
      const text = typeof req.query.q === 'string' ? req.query.q : '';
      res.json(firstPage(org, cursors, req, text, name));
    });
    router.get(`/${name}/:locator`, (req, res) => {
      res.json(laterPage(org, cursors, req, req.params.locator, name));
    });
  }
  return router;
}

const contextOf = (org: Org, req: Request, withDeleted: boolean): QueryContext => ({
  db: org.db,
  schema: org.schema,
  now: org.now(),
  version: versionOf(req),
  withDeleted,
});

function firstPage(org: Org, cursors: QueryCursors, req: Request, text: string, name: 'query' | 'queryAll'): Json {
  const context = contextOf(org, req, name === 'queryAll');
  const query = parseSoql(text);
  const plan = planQuery(query, context);
  if (plan.countOnly) return { totalSize: countOf(org.db, plan), done: true, records: [] };
  if (plan.aggregate || plan.object.fields[0]?.name !== 'Id') {
    const rows = rowsOf(org.db, plan);
    if (rows.length > MOST_RECORDS) {
      throw new ApiError(
        400,
        'EXCEEDED_ID_LIMIT',
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      );
    }
    return { totalSize: rows.length, done: true, records: rows.map((row) => recordOf(plan, row, context.version)) };
  }
  const keys = keysOf(org.db, plan);
  const pageSize = pageSizeOf(req);
  const records = recordsByKey(context, plan, keys.slice(0, pageSize));
  if (query.for === 'VIEW') rememberViewed(org, plan.object, keys);
  if (keys.length <= pageSize) return { totalSize: keys.length, done: true, records };
  const locator = cursors.keep({ plan, keys, pageSize });
  return { totalSize: keys.length, done: false, nextRecordsUrl: nextUrl(req, name, locator, pageSize), records };
}

function laterPage(org: Org, cursors: QueryCursors, req: Request, place: string, name: 'query' | 'queryAll'): Json {
  const [, locator = '', from = ''] = /^(\w+)-(\d+)$/.exec(place) ?? [];
  if (from === '') throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const { plan, keys, pageSize } = cursors.get(locator);
  const start = Number(from);
  if (start >= keys.length) throw malformedQuery('invalid query locator');
  const records = recordsByKey(contextOf(org, req, name === 'queryAll'), plan, keys.slice(start, start + pageSize));
  const end = start + pageSize;
  if (end >= keys.length) return { totalSize: keys.length, done: true, records };
  return { totalSize: keys.length, done: false, nextRecordsUrl: nextUrl(req, name, locator, end), records };
}

const nextUrl = (req: Request, name: string, locator: string, from: number): string =>
  `/services/data/${versionOf(req)}/${name}/${locator}-${from}`;
