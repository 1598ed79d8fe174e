import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { docsRoutes } from './docs/docs.routes.ts';
import { authenticate } from './http/authenticate.ts';
import { AuthenticationBackoff } from './http/authentication-backoff.ts';
import { chainHandlers, withShortcut } from './http/chain-handlers.ts';
import { CredentialVerifier, type CredentialPorts } from './http/credential-verifier.ts';
import { KeyLimits, limitKeys, type KeyLimitSettings } from './http/key-limits.ts';
import { routeName, routeNotFound } from './http/route-handlers.ts';
import { metricsRoute, type Metrics } from './http/metrics.ts';
import { problemHandler } from './http/problem-handler.ts';
import { requestContext } from './http/request-context.ts';
import { requestLog } from './http/request-log.ts';
import { RequestBodies, type BodySettings } from './http/request-bodies.ts';
import { LoadShedder, type LoadSettings, type EventLoopLag } from './http/shed-load.ts';
import { checkApiVersion } from './http/api-version.ts';
import { whatIfAndFeedbackRoutes, type WhatIfAndFeedbackWorkflows } from './routes/what-if-and-feedback.routes.ts';
import { modelRoutes, type ModelWorkflows } from './routes/model.routes.ts';
import { challengerRoutes, type ChallengerWorkflows } from './routes/challenger.routes.ts';
import { alertRoutes, type AlertWorkflows } from './routes/alert.routes.ts';
import { audienceRoutes, type AudienceWorkflows } from './routes/audience.routes.ts';
import { experimentRoutes, type ExperimentWorkflows } from './routes/experiment.routes.ts';
import { jobRoutes, type JobWorkflows } from './routes/job.routes.ts';
import { keyRoutes, type KeyWorkflows } from './routes/key.routes.ts';
import { notificationRoutes, type NotificationWorkflows } from './routes/notification.routes.ts';
import { propensityRoutes, type PropensityWorkflows } from './routes/propensity.routes.ts';
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
    ChallengerWorkflows,
    AlertWorkflows,
    AudienceWorkflows,
    ExperimentWorkflows,
    JobWorkflows,
    KeyWorkflows,
    NotificationWorkflows,
    PersonalDataWorkflows,
    PropensityWorkflows,
    SettingsWorkflows,
    TokenWorkflows,
    WorkerWorkflows,
    CredentialPorts {
  readonly state: ServiceState;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracing: Pick<Tracing, 'requests'>;
  readonly lag: Pick<EventLoopLag, 'lagMs'>;
  readonly limits: KeyLimitSettings & LoadSettings & BodySettings;
  readonly version: string;
  /** One of this number of successful requests is logged. */
  readonly logEvery: number;
}

/** The handlers that run before those of a route. */
interface Middleware {
  readonly everywhere: readonly RequestHandler[];
  /** On the paths of the contract. */
  readonly contract: readonly RequestHandler[];
  /** On routes that need a key. */
  readonly withKey: readonly RequestHandler[];
  readonly backoff: AuthenticationBackoff;
  readonly bodies: RequestBodies;
}

function createMiddleware(parts: AppDependencies): Middleware {
  const { state, log, logEvery, metrics, tracing, limits, lag, monotonicMs } = parts;
  const load = new LoadShedder(limits, lag);
  const backoff = new AuthenticationBackoff(monotonicMs);
  return {
    everywhere: [
      requestContext,
      trackInProgress(state),
      ...(tracing.requests ? [tracing.requests] : []),
      metrics.timing,
      requestLog(log, logEvery),
    ],
    contract: [checkApiVersion, load.handler],
    withKey: [authenticate(new CredentialVerifier(parts), backoff), limitKeys(new KeyLimits(limits, monotonicMs))],
    backoff,
    bodies: new RequestBodies(limits, load),
  };
}

/** The whole service. Requests for scores, which are nearly all requests, run the same handlers without a router. */
export function createApp(parts: AppDependencies): RequestListener {
  const middleware = createMiddleware(parts);
  const { everywhere, contract, withKey, bodies } = middleware;
  const handlers = [
    ...everywhere,
    ...contract,
    ...withKey,
    routeName('/v1/scores'),
    ...postScoresHandlers(parts, bodies),
  ];
  const scores = chainHandlers(handlers, problemHandler(parts.log));
  return withShortcut(createRoutes(parts, middleware), 'POST', '/v1/scores', scores);
}

/** The routes, in the order in which they are tried. */
export function createRoutes(parts: AppDependencies, middleware = createMiddleware(parts)): Express {
  const app = express();
  for (const feature of ['x-powered-by', 'etag', 'query parser']) app.set(feature, false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use([...middleware.everywhere]);
  app.use(serviceRoutes(parts.state, parts.version), docsRoutes());
  app.get('/metrics', metricsRoute(parts.metrics));
  app.use(['/v1', '/oauth'], ...middleware.contract);
  app.use(tokenRoutes(parts, middleware.backoff, parts.log));
  app.use('/v1', ...middleware.withKey);
  const { bodies } = middleware;
  app.use(
    scoreRoutes(parts, bodies),
    whatIfAndFeedbackRoutes(parts, bodies),
    modelRoutes(parts),
    personalDataRoutes(parts),
  );
  app.use(settingsRoutes(parts, bodies), workerRoutes(parts), jobRoutes(parts, bodies), keyRoutes(parts));
  app.use(experimentRoutes(parts, bodies), challengerRoutes(parts, bodies), notificationRoutes(parts, bodies));
  app.use(audienceRoutes(parts, bodies), propensityRoutes(parts, bodies), alertRoutes(parts, bodies));
  app.use(routeNotFound);
  app.use(problemHandler(parts.log));
  return app;
}

/** A stopping process closes each connection after the response in progress. */
const trackInProgress =
  (state: ServiceState): RequestHandler =>
  (_req, res, next) => {
    state.begin(res);
    next();
  };
