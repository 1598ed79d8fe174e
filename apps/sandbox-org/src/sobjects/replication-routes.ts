import { DAY_MS, MINUTE_MS } from '@leadlight/common';
import express, { type Request, type Router } from 'express';
import { badRequest } from '../org/api-error.ts';
import { formatApiTime } from '../soql/record-json.ts';
import type { Org } from '../org/org.ts';
import type { SObject } from '../org/schema/field.ts';
import { prepareCached } from '../org/statements.ts';
import { quoteIdentifier } from '../org/tables.ts';
import { getPathObject } from './sobject-routes.ts';

/** As on the platform. */
const MAX_DAYS_BACK = 30;

/** getUpdated and getDeleted: records of an object that were changed or deleted within a time range. */
export function replicationRoutes(org: Org): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/:object/updated', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const { start, end } = parseTimeRange(org, req);
    const rows = findChanged(org, object, 0, start, end);
    res.json({ ids: rows.map(({ Id }) => Id), latestDateCovered: formatApiTime(end) });
  });
  router.get('/:object/deleted', (req, res) => {
    const object = getPathObject(org, req.params.object);
    const { start, end } = parseTimeRange(org, req);
    const rows = findChanged(org, object, 1, start, end);
    res.json({
      deletedRecords: rows.map(({ Id, at }) => ({ id: Id, deletedDate: formatApiTime(Date.parse(String(at))) })),
      earliestDateAvailable: formatApiTime(org.now() - MAX_DAYS_BACK * DAY_MS),
      latestDateCovered: formatApiTime(end),
    });
  });
  return router;
}

function findChanged(org: Org, object: SObject, deleted: 0 | 1, start: number, end: number) {
  if (
    !object.fields.some(({ name }) => name === 'SystemModstamp') ||
    !object.fields.some(({ name }) => name === 'IsDeleted')
  ) {
    throw badRequest('INVALID_TYPE', `${object.name} is not replicable`);
  }
  const sql = `SELECT "Id", "SystemModstamp" AS at FROM ${quoteIdentifier(object.name)}
    WHERE "IsDeleted" = ? AND "SystemModstamp" >= ? AND "SystemModstamp" < ? ORDER BY "SystemModstamp", "Id"`;
  return prepareCached(org.db, sql).all(deleted, new Date(start).toISOString(), new Date(end).toISOString());
}

/** @throws ApiError INVALID_REPLICATION_DATE */
function parseTimeRange(org: Org, req: Request): { start: number; end: number } {
  const [start, end] = [req.query.start, req.query.end].map((text) => {
    // The seconds are ignored.
    const at = typeof text === 'string' ? Math.floor(Date.parse(text) / MINUTE_MS) * MINUTE_MS : Number.NaN;
    if (Number.isNaN(at)) throw badRequest('INVALID_REPLICATION_DATE', 'start and end must be times in ISO form');
    return at;
  }) as [number, number];
  if (start >= end) throw badRequest('INVALID_REPLICATION_DATE', 'startDate must be before endDate');
  if (start < org.now() - MAX_DAYS_BACK * DAY_MS) {
    throw badRequest('INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
  }
  return { start, end };
}
