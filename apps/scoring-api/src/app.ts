import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { docsRoutes } from './docs/docs.routes.ts';
import { authenticate } from './http/authenticate.ts';
import { AuthenticationBackoff } from './http/authentication-backoff.ts';
import { chainHandlers, withShortcut } from './http/chain-handlers.ts';
import { CredentialVerifier, type CredentialPorts } from './http/credential-verifier.ts';
import { KeyLimits, limitKeys, type KeyLimitSettings } from './http/key-limits.ts';
import { routeNotFound } from './http/route-handlers.ts';
import { metricsRoute, type Metrics } from './http/metrics.ts';
import { problemHandler } from './http/problem-handler.ts';
import { requestContext } from './http/request-context.ts';
import { requestLog } from './http/request-log.ts';
import { shedLoad, type LoadSettings, type EventLoopLag } from './http/shed-load.ts';
import { checkApiVersion } from './http/api-version.ts';
import { whatIfAndFeedbackRoutes, type WhatIfAndFeedbackWorkflows } from './routes/what-if-and-feedback.routes.ts';
import { modelRoutes, type ModelWorkflows } from './routes/model.routes.ts';
import { personalDataRoutes, type PersonalDataWorkflows } from './routes/personal-data.routes.ts';
import { postScoresHandlers, scoreRoutes, type ScoreWorkflows } from './routes/score.routes.ts';
import { serviceRoutes } from './routes/service.routes.ts';
import { settingsRoutes, type SettingsWorkflows } from './routes/settings.routes.ts';
import { tokenRoutes, type TokenWorkflows } from './routes/token.routes.ts';
import { workerRoutes, type WorkerWorkflows } from './routes/worker.routes.ts';
import type { ServiceState } from './service-state.ts';
import type { Tracing } from './tracing/tracing.ts';

export interface AppDependencies
  extends
    ScoreWorkflows,
    WhatIfAndFeedbackWorkflows,
    ModelWorkflows,
    PersonalDataWorkflows,
    SettingsWorkflows,
    TokenWorkflows,
    WorkerWorkflows,
    CredentialPorts {
  readonly state: ServiceState;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Pick<Tracing, 'requests'>;
  readonly lag: Pick<EventLoopLag, 'lagMs'>;
  readonly limits: KeyLimitSettings & LoadSettings;
  readonly version: string;
  /** Every how many successful requests one is logged. */
  readonly logEvery: number;
}

/** What a request meets before its route: everywhere, on the contract’s paths, and where it needs a key. */
interface Middleware {
  readonly everywhere: readonly RequestHandler[];
  readonly contract: readonly RequestHandler[];
  readonly withKey: readonly RequestHandler[];
  readonly backoff: AuthenticationBackoff;
}

function createMiddleware(parts: AppDependencies): Middleware {
  const backoff = new AuthenticationBackoff(parts.clock);
  const tracing = parts.tracing.requests ? [parts.tracing.requests] : [];
  return {
    everywhere: [
      requestContext,
      trackInFlight(parts.state),
      ...tracing,
      parts.metrics.timing,
      requestLog(parts.log, parts.logEvery),
    ],
    contract: [checkApiVersion, shedLoad(parts.limits, parts.lag)],
    withKey: [
      authenticate(new CredentialVerifier(parts), backoff),
      limitKeys(new KeyLimits(parts.limits, parts.clock)),
    ],
    backoff,
  };
}

/** The whole service. Scores, which are nearly all that is asked for, go through the same handlers without a router. */
export function createApp(parts: AppDependencies): RequestListener {
  const layers = createMiddleware(parts);
  const { everywhere, contract, withKey } = layers;
  const scores = chainHandlers(
    [...everywhere, ...contract, ...withKey, ...postScoresHandlers(parts)],
    problemHandler(parts.log),
  );
  return withShortcut(createRoutes(parts, layers), 'POST', '/v1/scores', scores);
}

/** The service’s routes, in the order in which a request meets them. */
export function createRoutes(parts: AppDependencies, layers = createMiddleware(parts)): Express {
  const app = express();
  for (const feature of ['x-powered-by', 'etag', 'query parser']) app.set(feature, false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use([...layers.everywhere]);
  app.use(serviceRoutes(parts.state, parts.version), docsRoutes());
  app.get('/metrics', metricsRoute(parts.metrics));
  app.use(['/v1', '/oauth'], ...layers.contract);
  app.use(tokenRoutes(parts, layers.backoff, parts.log));
  app.use('/v1', ...layers.withKey);
  app.use(scoreRoutes(parts), whatIfAndFeedbackRoutes(parts), modelRoutes(parts), personalDataRoutes(parts));
  app.use(settingsRoutes(parts), workerRoutes(parts));
  app.use(routeNotFound);
  app.use(problemHandler(parts.log));
  return app;
}

/** A stopping process answers what it has and lets the connection go. */
const trackInFlight =
  (state: ServiceState): RequestHandler =>
  (_req, res, next) => {
    state.begin(res);
    next();
  };
