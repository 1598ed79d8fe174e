import type { KeyObject } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, Response, Router } from 'express';
import { join } from 'node:path';
import { asyncRoutes } from '../bulk/async-routes.ts';
import { ingestJobRoutes } from '../bulk/ingest-job-routes.ts';
import { ingestJobs } from '../bulk/ingest-jobs.ts';
import { queryJobRoutes } from '../bulk/query-job-routes.ts';
import { queryJobs } from '../bulk/query-jobs.ts';
import { faultRoutes } from '../faults/fault-routes.ts';
import { httpFaults } from '../faults/http-faults.ts';
import { ApiError, notFound } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { MultipleChoices } from '../org/upsert.ts';
import { refuseMethod } from './allowed-methods.ts';
import { appearanceRoutes } from './appearance-routes.ts';
import { collectionRoutes } from './collection-routes.ts';
import { compositeRoutes } from './composite-routes.ts';
import { layoutRoutes } from './layout-routes.ts';
import { limitsAnswer } from './limits.ts';
import { listViewRoutes } from './list-view-routes.ts';
import { identityRoutes } from './identity-routes.ts';
import { oauthRoutes } from './oauth-routes.ts';
import { jsonBody, requestForm } from './request-form.ts';
import { queryCursors } from './query-cursors.ts';
import { queryRoutes } from './query-routes.ts';
import { replicationRoutes } from './replication-routes.ts';
import { searchRoutes } from './search-routes.ts';
import type { Sessions } from './sessions.ts';
import { sobjectRoutes } from './sobject-routes.ts';
import { usageOf } from './usage.ts';
import type { Usage } from './usage.ts';
import { releaseName, versionOf, versions } from './version.ts';

export interface AppOptions {
  readonly folder: string;
  readonly sessions: Sessions;
  /** API calls a day. */
  readonly dailyLimit: number;
  /** Whether tests may make things go wrong through `/sandbox/…`. */
  readonly faults: boolean;
  readonly jwtKey: KeyObject | undefined;
}

/** The org's HTTP face. */
export function appOf(org: Org, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const { sessions } = options;
  const usage = usageOf(options.dailyLimit, org.now);
  if (options.faults) app.use('/sandbox', faultRoutes(org, sessions, usage));
  app.use(httpFaults(org));
  app.use(requestForm);
  app.use('/services/oauth2', oauthRoutes(org, sessions, options.jwtKey));
  app.get('/services/data', (_req, res) => {
    res.json(
      versions.map((version) => ({
        label: releaseName(version),
        url: `/services/data/v${version}.0`,
        version: `${version}.0`,
      })),
    );
  });
  app.use('/id', identityRoutes(org, sessions));
  app.use('/services/data/:version', signedIn(sessions), counted(usage), dataRoutes(org, usage, options));
  app.use('/services/async/:version', asyncRoutes(org, sessions, join(options.folder, 'jobs', 'async')));
  app.use(() => {
    throw notFound();
  });
  app.use(answerError);
  return app;
}

const signedIn =
  (sessions: Sessions) =>
  (req: Request, _res: Response, next: () => void): void => {
    sessions.check(req.headers.authorization);
    next();
  };

const counted =
  (usage: Usage) =>
  (_req: Request, res: Response, next: () => void): void => {
    if (usage.used() >= usage.limit) {
      res.set('Sforce-Limit-Info', `api-usage=${usage.used()}/${usage.limit}`);
      throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    usage.count();
    res.set('Sforce-Limit-Info', `api-usage=${usage.used()}/${usage.limit}`);
    next();
  };

function dataRoutes(org: Org, usage: Usage, options: AppOptions): Router {
  const router = express.Router({ mergeParams: true });
  router.use((req, _res, next) => {
    versionOf(req);
    next();
  });
  router.use(jsonBody);
  resourceLists(router);
  router.get('/limits', (_req, res) => {
    res.json(limitsAnswer(usage));
  });
  const cursors = queryCursors();
  router.use(queryRoutes(org, cursors));
  router.use(compositeRoutes(org, cursors));
  router.use(appearanceRoutes(org));
  router.use(searchRoutes(org));
  router.use('/sobjects', replicationRoutes(org), layoutRoutes(org), listViewRoutes(org), sobjectRoutes(org));
  router.use('/composite/sobjects', collectionRoutes(org));
  router.use('/jobs/query', queryJobRoutes(org, queryJobs(org, join(options.folder, 'jobs', 'query'))));
  router.use('/jobs/ingest', ingestJobRoutes(org, ingestJobs(org, join(options.folder, 'jobs', 'ingest'))));
  router.use(refuseMethod);
  return router;
}

/** What there is below a path. */
function resourceLists(router: Router): void {
  const lists = {
    '/': ['sobjects', 'query', 'queryAll', 'search', 'limits', 'composite', 'jobs', 'recent', 'tabs', 'theme'],
    '/composite': ['sobjects'],
    '/jobs': ['ingest', 'query'],
  };
  for (const [path, names] of Object.entries(lists)) {
    router.get(path, (req, res) => {
      const base = `/services/data/${versionOf(req)}${path === '/' ? '' : path}`;
      res.json(Object.fromEntries(names.map((name) => [name, `${base}/${name}`])));
    });
  }
}

/** URLs of the records that share an external id. */
function choices(req: Request, { ids }: MultipleChoices): string[] {
  const [base = ''] = req.originalUrl.split('?')[0]?.split('/').slice(0, -2).join('/').split('?') ?? [];
  return ids.map((id) => `${base}/${id}`);
}

const answerError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  if (error instanceof MultipleChoices) {
    res.status(300).json(choices(req, error));
    return;
  }
  const answer = error instanceof ApiError ? error : asApiError(error);
  const { status, message, errorCode, fields } = answer;
  res.status(status).json([{ message, errorCode, ...(tellsFields(answer) ? { fields } : {}) }]);
};

/** What is wrong with a record is told with the fields that are to blame, be it none of them. */
const tellsFields = ({ errorCode, fields }: ApiError): boolean =>
  errorCode !== 'JSON_PARSER_ERROR' && (fields.length > 0 || ofRecords.includes(errorCode));

const ofRecords: readonly string[] = [
  'ENTITY_IS_DELETED',
  'CANNOT_UPDATE_CONVERTED_LEAD',
  'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'UNABLE_TO_LOCK_ROW',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'DUPLICATE_VALUE',
  'MISSING_ARGUMENT',
];

/** Express's own refusals (bad JSON, too large) in the platform's shape; anything else is a fault of ours. */
function asApiError(error: unknown): ApiError {
  const status = error !== null && typeof error === 'object' && 'status' in error ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  if (status === 400) return new ApiError(400, 'JSON_PARSER_ERROR', message);
  if (status === 415) return new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', message);
  if (status === 413) return new ApiError(413, 'REQUEST_ENTITY_TOO_LARGE', message);
  process.stderr.write(`${error instanceof Error ? error.stack : message}\n`);
  return new ApiError(
    500,
    'UNKNOWN_EXCEPTION',
    'An unexpected error occurred. Please include this ErrorId if you contact support',
  );
}
