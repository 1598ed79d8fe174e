import express, { type Router } from 'express';
import { parseVersion } from '../http/version.ts';
import { ApiError, badRequest, notFound } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Json } from '../soql/record-json.ts';
import type { QueryCursors } from './query-cursors.ts';
import { firstPage, MAX_BATCH_SIZE } from './query-routes.ts';

const MAX_SUBREQUESTS = 25;
const MAX_QUERIES = 5;

interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
}

interface Subresponse {
  readonly body: Json | readonly Json[];
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/**
 * Several requests in one, which counts as one API call. Only queries are supported, so `allOrNone` and references to
 * other results are ignored.
 */
export function compositeRoutes(org: Org, cursors: QueryCursors): Router {
  const router = express.Router({ mergeParams: true });
  router.post('/composite', (req, res) => {
    const version = parseVersion(req);
    const subrequests = parseSubrequests(req.body);
    res.json({ compositeResponse: subrequests.map((each) => runSubrequest(org, cursors, version, each)) });
  });
  return router;
}

function parseSubrequests(body: unknown): readonly Subrequest[] {
  const list: unknown = isObject(body) ? body.compositeRequest : undefined;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isSubrequest)) {
    throw badRequest('JSON_PARSER_ERROR', 'compositeRequest must list subrequests of method, url, referenceId');
  }
  if (list.length > MAX_SUBREQUESTS) {
    throw badRequest('LIMIT_EXCEEDED', `A composite request has at most ${MAX_SUBREQUESTS} subrequests.`);
  }
  if (list.length > MAX_QUERIES) {
    throw badRequest('LIMIT_EXCEEDED', `At most ${MAX_QUERIES} subrequests may be queries.`);
  }
  if (new Set(list.map(({ referenceId }) => referenceId)).size < list.length) {
    throw badRequest('INVALID_INPUT', 'Each referenceId must be unique within a composite request.');
  }
  return list;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isSubrequest = (value: unknown): value is Subrequest =>
  isObject(value) && [value.method, value.url, value.referenceId].every((text) => typeof text === 'string');

function runSubrequest(org: Org, cursors: QueryCursors, version: string, subrequest: Subrequest): Subresponse {
  const { referenceId } = subrequest;
  try {
    const { name, soql } = parseQueryUrl(subrequest, version);
    const body = firstPage(org, cursors, { name, version, batchSize: MAX_BATCH_SIZE }, soql);
    return { body, httpHeaders: {}, httpStatusCode: 200, referenceId };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, errorCode, message } = error;
    return { body: [{ errorCode, message }], httpHeaders: {}, httpStatusCode: status, referenceId };
  }
}

/** @throws ApiError for anything but a query of this version */
function parseQueryUrl({ method, url }: Subrequest, version: string): { name: 'query' | 'queryAll'; soql: string } {
  const { pathname, searchParams } = URL.parse(url, 'http://subrequest') ?? {};
  const path = pathname?.replace(/\/$/, '');
  const name = (['query', 'queryAll'] as const).find((each) => path === `/services/data/${version}/${each}`);
  if (name === undefined) throw notFound();
  if (method !== 'GET') throw new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed.`);
  return { name, soql: searchParams?.get('q') ?? '' };
}
