import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  ActiveModels,
  IdempotentRequests,
  coalesceHistoryReads,
  giveFeedback,
  issueAccessToken,
  issueTokenForAssertion,
  leadScoreHistory,
  activateModel,
  changeScoringSettings,
  dataQuality,
  eraseLead,
  exportLead,
  getModelReport,
  listModels,
  readScoringSettings,
  scoreLeads,
  scoreLeadsOnce,
  undoScoringSettings,
  whatIf,
  workerReport,
  type Clock,
} from '@leadlight/workflows';
import type { Logger } from 'pino';
import { createApp, type AppDependencies } from './app.ts';
import { Metrics } from './http/metrics.ts';
import { registerWorkerMetrics } from './worker-metrics.ts';
import { EventLoopLag } from './http/shed-load.ts';
import { closeServer, createHttpServer, listen } from './server.ts';
import { startRetention } from './retention.ts';
import { ServiceState } from './service-state.ts';
import { noTracing, traceStorage, type Tracing, type TracingSettings } from './tracing/tracing.ts';

export interface ServiceSettings {
  readonly port: number;
  readonly host: string;
  /** Folder of the embedded storage, used where there is no `databaseUrl`. */
  readonly folder: string;
  readonly databaseUrl?: string;
  /** Where traces are wanted; where they go is in the environment, as OpenTelemetry has it. */
  readonly tracing?: TracingSettings;
  /** A query that takes longer is given up with a clean refusal: whoever asks must not hang because storage does. */
  readonly queryTimeoutMs: number;
  /** So many leads' histories, of all orgs together, are kept in memory, each until storage notes a change of it. */
  readonly rememberedHistories: number;
  /** Every how many successful requests one is logged. */
  readonly logEvery: number;
  readonly limits: AppDependencies['limits'];
  /** How long a stopping service goes on answering, so that a proxy learns from `/readyz` to ask elsewhere. */
  readonly drainMs: number;
  /** How long requests under way may take after that. */
  readonly graceMs: number;
}

export interface RunningService {
  /** Where it listens: `http://host:port`. */
  readonly url: string;
  /** Lets every request have its answer, then closes. @returns whether all had theirs */
  stop(): Promise<boolean>;
}

const clock: Clock = { now: () => Date.now() };

/**
 * The composition root: the only file that knows every part.
 * @throws StorageError, ListenError, each with its remedy
 */
export async function startService(settings: ServiceSettings, log: Logger): Promise<RunningService> {
  const { queryTimeoutMs, rememberedHistories, ...where } = settings;
  // Migrations and retention may take their time.
  const background = await openStorage({ ...where, maxConnections: BACKGROUND_CONNECTIONS });
  try {
    const storage = await openStorage({ ...where, queryTimeoutMs, maxCachedHistories: rememberedHistories });
    return await serve(storage, background, settings, log).catch(closeAndRethrow(storage));
  } catch (error) {
    return await closeAndRethrow(background)(error);
  }
}

const BACKGROUND_CONNECTIONS = 2;

const closeAndRethrow =
  (storage: Storage) =>
  async (error: unknown): Promise<never> => {
    await storage.close();
    throw error;
  };

async function serve(
  storage: Storage,
  background: Storage,
  settings: ServiceSettings,
  log: Logger,
): Promise<RunningService> {
  const state = new ServiceState(async () => {
    await storage.db.selectNoFrom((eb) => eb.lit(1).as('one')).execute();
  });
  const version = readVersion();
  const tracing = await startTracing(settings.tracing, version);
  const metrics = new Metrics(version);
  registerWorkerMetrics(metrics.registry, storage.workerStates, clock);
  const lag = new EventLoopLag();
  const { logEvery, limits } = settings;
  const app = createApp({
    ...tracing.traced('use case', createUseCases(traceStorage(tracing, storage), metrics)),
    ...{ state, log, metrics, tracing, lag, version, logEvery, limits },
  });
  const server = createHttpServer(app);
  const url = await listen(server, settings.port, settings.host);
  const retention = startRetention({ ...background, clock }, log);
  return {
    url,
    async stop() {
      state.stop();
      await delay(settings.drainMs);
      lag.stop();
      await retention.stop();
      const clean = await closeServer(server, settings.graceMs);
      await storage.close();
      await background.close();
      await tracing.stop();
      return clean;
    },
  };
}

/** Loaded only where it is wanted: it takes time and memory. */
async function startTracing(settings: TracingSettings | undefined, version: string): Promise<Tracing> {
  if (!settings) return noTracing;
  const { startOtlpTracing } = await import('./tracing/otlp-tracing.ts');
  return startOtlpTracing(settings, version);
}

/** The use cases over their ports. */
function createUseCases(storage: Storage, metrics: Metrics) {
  const { apiKeys, accessTokens, keyCertificates, leadHistories, models } = storage;
  const ports = {
    ...storage,
    clock,
    activeModels: new ActiveModels(models, storage.crmUsers, clock),
    leadHistories: {
      findHistories: coalesceHistoryReads((orgId, leadIds) => leadHistories.findHistories(orgId, leadIds)),
    },
  };
  return {
    apiKeys,
    answersOnce: new IdempotentRequests(ports),
    accessTokens,
    keyCertificates,
    clock,
    scoreLeads: async (orgId, request, askedBy) => {
      const answer = await scoreLeads(ports, orgId, request, askedBy);
      metrics.countScores(orgId, answer.response);
      return answer;
    },
    scoreLeadsOnce: async (orgId, request, askedBy, name) => {
      const once = await scoreLeadsOnce(ports, orgId, request, askedBy, name);
      if (once.response) metrics.countScores(orgId, once.response);
      return once;
    },
    issueAccessToken: (id, secret, scopes) => issueAccessToken(ports, id, secret, scopes),
    issueTokenForAssertion: (assertion, scopes) => issueTokenForAssertion(ports, assertion, scopes),
    leadScoreHistory: (orgId, leadId, limit) => leadScoreHistory(ports, orgId, leadId, limit),
    whatIf: (orgId, request) => whatIf(ports, orgId, request),
    giveFeedback: (orgId, request, givenBy) => giveFeedback(ports, orgId, request, givenBy),
    listModels: (orgId) => listModels(ports, orgId),
    getModelReport: (orgId, modelId) => getModelReport(ports, orgId, modelId),
    dataQuality: (orgId) => dataQuality(ports, orgId),
    activateModel: (orgId, modelId, actor) => activateModel(ports, orgId, modelId, actor),
    readSettings: (orgId) => readScoringSettings(ports, orgId),
    changeSettings: (orgId, request, actor) => changeScoringSettings(ports, orgId, request, actor),
    undoSettings: (orgId, actor) => undoScoringSettings(ports, orgId, actor),
    workerReport: (orgId) => workerReport(ports, orgId),
    exportLead: (orgId, leadId, actor) => exportLead(ports, orgId, leadId, actor),
    eraseLead: (orgId, leadId, actor) => eraseLead(ports, orgId, leadId, actor),
  } satisfies Partial<AppDependencies>;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
