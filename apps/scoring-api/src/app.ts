import type { ApiKeyStore, Clock } from '@leadlight/workflows';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { docsRoutes } from './docs/docs.routes.ts';
import { authenticate, Credentials } from './http/authenticate.ts';
import { routeNotFound } from './http/methods.ts';
import { problemHandler } from './http/problem-handler.ts';
import { requestContext } from './http/request-context.ts';
import { requestLog } from './http/request-log.ts';
import { modelRoutes, type ModelWorkflows } from './routes/model.routes.ts';
import { scoreRoutes, type ScoreWorkflows } from './routes/score.routes.ts';
import { serviceRoutes } from './routes/service.routes.ts';
import type { ServiceState } from './service-state.ts';

export interface AppParts extends ScoreWorkflows, ModelWorkflows {
  readonly apiKeys: Pick<ApiKeyStore, 'findByHash'>;
  readonly clock: Clock;
  readonly state: ServiceState;
  readonly log: Logger;
  readonly version: string;
  /** Every how many successful requests one is logged. */
  readonly logEvery: number;
}

/** The service’s routes, in the order in which a request meets them. */
export function createApp(parts: AppParts): Express {
  const app = express();
  for (const feature of ['x-powered-by', 'etag', 'query parser']) app.set(feature, false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(requestContext, countIn(parts.state), requestLog(parts.log, parts.logEvery));
  app.use(serviceRoutes(parts.state, parts.version), docsRoutes());
  app.use('/v1', authenticate(new Credentials(parts.apiKeys, parts.clock)));
  app.use(scoreRoutes(parts), modelRoutes(parts));
  app.use(routeNotFound);
  app.use(problemHandler(parts.log));
  return app;
}

/** A stopping process answers what it has and lets the connection go. */
const countIn =
  (state: ServiceState): RequestHandler =>
  (_req, res, next) => {
    state.begin(res);
    next();
  };
