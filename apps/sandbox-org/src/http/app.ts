import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { visibleText } from '@leadlight/common';
import express, { type ErrorRequestHandler, type Express, type Request, type Response, type Router } from 'express';
import { actionRoutes } from '../actions/action-routes.ts';
import { anonymousRoutes } from '../apex/anonymous-routes.ts';
import { testRunRoutes } from '../apex/test-run-routes.ts';
import { identityRoutes, userInfoRoute } from '../auth/identity-routes.ts';
import { instanceUrl, oauthRoutes, setInstancePath } from '../auth/oauth-routes.ts';
import type { Sessions } from '../auth/sessions.ts';
import { bulkV1Routes } from '../bulk/bulk-v1-routes.ts';
import { ingestJobRoutes } from '../bulk/ingest-job-routes.ts';
import { IngestJobs } from '../bulk/ingest-jobs.ts';
import { queryJobRoutes } from '../bulk/query-job-routes.ts';
import { QueryJobs } from '../bulk/query-jobs.ts';
import { credentialRoutes } from '../connect/credential-routes.ts';
import { namedCredentialRoutes } from '../connect/named-credential-routes.ts';
import { layoutRoutes } from '../describe/layout-routes.ts';
import { listInfoRoutes } from '../describe/list-info-routes.ts';
import { listViewRoutes } from '../describe/list-view-routes.ts';
import { tabsAndThemeRoutes } from '../describe/tabs-and-theme-routes.ts';
import { faultRoutes } from '../faults/fault-routes.ts';
import { httpFaults } from '../faults/http-faults.ts';
import { Deployments } from '../metadata/deploy/deployments.ts';
import { metadataRestRoutes } from '../metadata/rest-routes.ts';
import { Retrievals } from '../metadata/retrieve/retrievals.ts';
import { soapRoutes } from '../metadata/soap-routes.ts';
import { ApiError, badRequest, notFound } from '../org/api-error.ts';
import type { Org } from '../org/org.ts';
import { MultipleChoicesError } from '../org/records/upsert.ts';
import { compositeRoutes } from '../query/composite-routes.ts';
import { QueryCursors } from '../query/query-cursors.ts';
import { queryRoutes } from '../query/query-routes.ts';
import { searchRoutes } from '../search/search-routes.ts';
import { collectionRoutes } from '../sobjects/collection-routes.ts';
import { replicationRoutes } from '../sobjects/replication-routes.ts';
import { sobjectRoutes } from '../sobjects/sobject-routes.ts';
import { rejectMethod } from './allowed-methods.ts';
import { checkRequest, jsonBody } from './check-request.ts';
import { compressBodies } from './compression.ts';
import { toLimits, Usage } from './usage.ts';
import { parseVersion, releaseName, versions } from './version.ts';

export interface AppOptions {
  readonly folder: string;
  readonly sessions: Sessions;
  readonly dailyLimit: number;
  /** Serves `/sandbox/…`, through which tests inject faults. */
  readonly faults: boolean;
  readonly jwtKey: KeyObject | undefined;
  /** Where the org is served, on a host that serves several; empty by default. */
  readonly path?: string;
}

export function createApp(org: Org, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  setInstancePath(app, options.path ?? '');
  const { sessions } = options;
  const usage = new Usage(options.dailyLimit, org.now);
  if (options.faults) app.use('/sandbox', faultRoutes(org, sessions, usage));
  app.use(httpFaults(org));
  app.use(compressBodies);
  app.use(checkRequest);
  app.use('/services/oauth2/userinfo', userInfoRoute(org, sessions));
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
  const deployments = new Deployments(org);
  app.use('/services/Soap', soapRoutes(org, sessions, deployments, new Retrievals(org)));
  app.use(
    '/services/data/:version/metadata',
    requireSession(sessions),
    countApiCall(usage),
    metadataRestRoutes(org, deployments),
  );
  app.use('/services/data/:version', requireSession(sessions), countApiCall(usage), dataRoutes(org, usage, options));
  app.use('/services/async/:version', bulkV1Routes(org, sessions, join(options.folder, 'jobs', 'async')));
  app.use(() => {
    throw notFound();
  });
  app.use(handleError);
  return app;
}

const requireSession =
  (sessions: Sessions) =>
  (req: Request, _res: Response, next: () => void): void => {
    sessions.check(req.headers.authorization);
    next();
  };

const countApiCall =
  (usage: Usage) =>
  (_req: Request, res: Response, next: () => void): void => {
    const isExceeded = usage.used >= usage.limit;
    if (!isExceeded) usage.used += 1;
    res.set('Sforce-Limit-Info', `api-usage=${usage.used}/${usage.limit}`);
    if (isExceeded) throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    next();
  };

function dataRoutes(org: Org, usage: Usage, options: AppOptions): Router {
  const router = express.Router({ mergeParams: true });
  router.use((req, _res, next) => {
    parseVersion(req);
    next();
  });
  router.use(jsonBody);
  resourceLists(router, org);
  router.get('/limits', (_req, res) => {
    res.json(toLimits(usage));
  });
  const cursors = new QueryCursors();
  // The setup objects, of which the Tooling API has more.
  router.use(queryRoutes(org, cursors)).use('/tooling', queryRoutes(org, cursors, true));
  router.use('/tooling', testRunRoutes(org), anonymousRoutes(org));
  router.use('/tooling/sobjects', requireSetupObject, sobjectRoutes(org));
  router.use(compositeRoutes(org, cursors));
  router.use(tabsAndThemeRoutes(org));
  router.use(searchRoutes(org));
  router.use('/sobjects', replicationRoutes(org), layoutRoutes(org), listViewRoutes(org), sobjectRoutes(org));
  router.use('/ui-api/list-info', listInfoRoutes(org));
  router.use('/actions', actionRoutes(org));
  router.use('/named-credentials', credentialRoutes(org), namedCredentialRoutes(org));
  router.use('/composite/sobjects', collectionRoutes(org));
  router.use('/jobs/query', queryJobRoutes(org, new QueryJobs(org, join(options.folder, 'jobs', 'query'))));
  router.use('/jobs/ingest', ingestJobRoutes(org, new IngestJobs(org, join(options.folder, 'jobs', 'ingest'))));
  router.use(rejectMethod);
  return router;
}

/** Objects whose records the Tooling API creates and changes, too. */
const TOOLING_OBJECTS = ['ApexClass', 'ApexTrigger', 'PermissionSet', 'PermissionSetAssignment', 'Profile', 'User'];

/** @throws ApiError NOT_FOUND */
function requireSetupObject(req: Request, _res: Response, next: () => void): void {
  const [, object = ''] = req.path.split('/');
  if (!TOOLING_OBJECTS.includes(object)) throw notFound();
  next();
}

function resourceLists(router: Router, org: Org): void {
  const lists = {
    '/': [
      'actions',
      'sobjects',
      'query',
      'queryAll',
      'search',
      'limits',
      'composite',
      'jobs',
      'recent',
      'tabs',
      'theme',
      'tooling',
    ],
    '/actions': ['standard'],
    '/composite': ['sobjects'],
    '/jobs': ['ingest', 'query'],
    '/tooling': ['query', 'sobjects'],
  };
  for (const [path, names] of Object.entries(lists)) {
    router.get(path, (req, res) => {
      const base = `/services/data/${parseVersion(req)}${path === '/' ? '' : path}`;
      const identity = path === '/' && { identity: `${instanceUrl(req)}/id/${org.orgId}/${org.userId}` };
      res.json({ ...identity, ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])) });
    });
  }
}

/** URLs of the records with the same external id. */
function recordUrls(req: Request, { ids }: MultipleChoicesError): string[] {
  const [base = ''] = req.originalUrl.split('?')[0]?.split('/').slice(0, -2).join('/').split('?') ?? [];
  return ids.map((id) => `${base}/${id}`);
}

const handleError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  if (error instanceof MultipleChoicesError) {
    res.status(300).json(recordUrls(req, error));
    return;
  }
  const apiError = error instanceof ApiError ? error : toApiError(error);
  const { status, message, errorCode, fields } = apiError;
  res.status(status).json([{ message, errorCode, fields: includesFields(apiError) ? fields : undefined }]);
};

/** Errors of records always include their fields, possibly none. */
const includesFields = ({ errorCode, fields }: ApiError): boolean =>
  errorCode !== 'JSON_PARSER_ERROR' && (fields.length > 0 || RECORD_ERROR_CODES.includes(errorCode));

const RECORD_ERROR_CODES = (
  'ENTITY_IS_DELETED CANNOT_UPDATE_CONVERTED_LEAD CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY ' +
  'INSUFFICIENT_ACCESS_OR_READONLY UNABLE_TO_LOCK_ROW FIELD_CUSTOM_VALIDATION_EXCEPTION DUPLICATE_VALUE MISSING_ARGUMENT'
).split(' ');

/** Converts Express's errors (invalid JSON, too large); any other error is a defect of the sandbox org. */
function toApiError(error: unknown): ApiError {
  const status = error !== null && typeof error === 'object' && 'status' in error ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  if (status === 400) return badRequest('JSON_PARSER_ERROR', message);
  if (status === 415) return new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', message);
  if (status === 413) return new ApiError(413, 'REQUEST_ENTITY_TOO_LARGE', message);
  process.stderr.write(`${visibleText(String(error instanceof Error ? error.stack : message))}\n`);
  return new ApiError(
    500,
    'UNKNOWN_EXCEPTION',
    'An unexpected error occurred. Please include this ErrorId if you contact support',
  );
}
