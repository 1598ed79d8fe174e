import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  ActiveModels,
  IdempotentRequests,
  ModelFeatures,
  OrgFieldNames,
  RecentConversionCounts,
  coalesceHistoryReads,
  giveFeedback,
  issueAccessToken,
  issueTokenForAssertion,
  leadScoreHistory,
  accountConversion,
  rankedLeads,
  monotonicMs,
  activateModel,
  activatePropensityModel,
  deactivatePropensity,
  listPropensities,
  propensityModelReport,
  putPropensity,
  readPropensity,
  recordScore,
  requestPropensityTraining,
  audienceLeads,
  changeRequestedAudience,
  confirmPreviewedAudience,
  createRequestedAudience,
  deleteRequestedAudience,
  listAudienceDocuments,
  previewRequested,
  readAudience,
  requestWrite,
  changeScoringSettings,
  fieldHealth,
  conversionRates,
  listModelChecks,
  listPropensityChecks,
  dataQuality,
  eraseLead,
  experimentReportOf,
  experimentStatus,
  plannedExperimentOf,
  planExperiment,
  startChallenger,
  startExperiment,
  stopChallenger,
  stopExperiment,
  exportLead,
  getModelReport,
  modelCard,
  alertReport,
  changeAlerts,
  notificationReport,
  requestTestAlert,
  listApiKeys,
  listChallengers,
  listJobs,
  listModels,
  proveApiKey,
  readScoringSettings,
  renewApiKey,
  requestJob,
  requestTestMessage,
  scoreLeads,
  scoreLeadsOnce,
  switchRoute,
  undoScoringSettings,
  whatIf,
  workerReport,
  type Clock,
} from '@leadlight/workflows';
import type { Logger } from 'pino';
import { createApp, type AppDependencies } from './app.ts';
import { createMetricsServer, Metrics } from './http/metrics.ts';
import { EventLoopLag } from './http/shed-load.ts';
import { startRetention } from './retention-schedule.ts';
import { closeServer, createHttpServer, listen } from './server.ts';
import { ServiceState } from './service-state.ts';
import { noTracing, traceStorage, type Tracing, type TracingSettings } from './tracing/tracing.ts';
import { registerEventMetrics } from './event-metrics.ts';
import { registerQueueMetrics } from './queue-metrics.ts';
import { registerWorkerMetrics } from './worker-metrics.ts';

export interface ServiceSettings {
  readonly port: number;
  readonly host: string;
  /** A port of its own for `/metrics`, which any client may read; absent = this machine only, on the port of the service. */
  readonly metrics?: { readonly port: number; readonly host: string };
  /** Folder of the embedded storage, used where there is no `databaseUrl`. */
  readonly folder: string;
  readonly databaseUrl?: string;
  /** Present where traces are on. OpenTelemetry reads the address of the collector from the environment. */
  readonly tracing?: TracingSettings;
  /** A longer query is abandoned and its request rejected, so that no client hangs because storage does. */
  readonly queryTimeoutMs: number;
  /** Maximum number of histories in the cache, for all orgs; each is valid until storage records a change of it. */
  readonly maxCachedHistories: number;
  /** One of this number of successful requests is logged. */
  readonly logEvery: number;
  readonly limits: AppDependencies['limits'];
  /** Time that a stopping service still answers, so that a proxy notices `/readyz` and uses another process. */
  readonly drainMs: number;
  /** Time after that for requests in progress. */
  readonly graceMs: number;
}

export interface RunningService {
  /** `http://host:port` */
  readonly url: string;
  /** `http://host:port` of the metrics, where they have a port of their own. */
  readonly metricsUrl?: string;
  /** Waits for the responses in progress, then closes. @returns whether all requests got one */
  stop(): Promise<boolean>;
}

const clock: Clock = { now: () => Date.now() };

/**
 * The composition root.
 * @throws StorageError; ServiceError `listen_failed`
 */
export async function startService(settings: ServiceSettings, log: Logger): Promise<RunningService> {
  const { folder, databaseUrl, queryTimeoutMs, maxCachedHistories } = settings;
  // Migrations and retention have no query timeout.
  const background = await openStorage({ folder, databaseUrl, maxConnections: BACKGROUND_CONNECTIONS });
  try {
    const storage = await openStorage({ folder, databaseUrl, queryTimeoutMs, maxCachedHistories });
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
  const state = new ServiceState(() => storage.checkHealth());
  const version = readVersion();
  const tracing = await startTracing(settings.tracing, version);
  const metrics = new Metrics(version);
  registerWorkerMetrics(metrics.registry, storage.workerStates, (orgId) => fieldHealth(storage, orgId));
  registerEventMetrics(metrics.registry, storage.modelEvents);
  registerQueueMetrics(metrics.registry, storage.jobQueue);
  const lag = new EventLoopLag();
  const { logEvery, limits } = settings;
  const app = createApp({
    ...tracing.traced('use case', createUseCases(traceStorage(tracing, storage), metrics, version)),
    state,
    log,
    metrics,
    tracing,
    lag,
    version,
    logEvery,
    limits,
  });
  const server = createHttpServer(app);
  const url = await listen(server, settings.port, settings.host);
  const { metrics: metricsAddress } = settings;
  const metricsServer = metricsAddress && createMetricsServer(metrics);
  const metricsUrl =
    metricsServer &&
    (await listen(metricsServer, metricsAddress.port, metricsAddress.host, '--metrics-').catch(async (error) => {
      await closeServer(server, 0);
      throw error;
    }));
  const retention = startRetention({ ...background, clock }, log);
  return {
    url,
    metricsUrl,
    async stop() {
      state.stop();
      await delay(settings.drainMs);
      lag.stop();
      await retention.stop();
      const clean = await closeServer(server, settings.graceMs);
      if (metricsServer) await closeServer(metricsServer, 0);
      await storage.close();
      await background.close();
      await tracing.stop();
      return clean;
    },
  };
}

/** Loads OpenTelemetry only where traces are on, because it takes time and memory. */
async function startTracing(settings: TracingSettings | undefined, version: string): Promise<Tracing> {
  if (!settings) return noTracing;
  const { startOtlpTracing } = await import('./tracing/otlp-tracing.ts');
  return startOtlpTracing(settings, version);
}

function createUseCases(storage: Storage, metrics: Metrics, softwareVersion: string) {
  const { apiKeys, accessTokens, keyCertificates, leadHistories } = storage;
  const ports = {
    ...storage,
    clock,
    softwareVersion,
    activeModels: new ActiveModels(storage),
    orgFieldNames: new OrgFieldNames(storage.orgs),
    modelFeatures: new ModelFeatures(storage.models),
    recentConversionCounts: new RecentConversionCounts(storage, monotonicMs),
    leadHistories: {
      findHistories: coalesceHistoryReads((orgId, leadIds) => leadHistories.findHistories(orgId, leadIds)),
    },
  };
  // An audience reads the histories of all open leads, which would push others out of the cache.
  const audiencePorts = { ...ports, leadHistories };
  const proveKey: AppDependencies['proveKey'] = (key) => proveApiKey(ports, key);
  return {
    apiKeys,
    idempotentRequests: new IdempotentRequests(ports),
    accessTokens,
    keyCertificates,
    clock,
    monotonicMs,
    scoreLeads: async (orgId, request, requestedBy) => {
      const result = await scoreLeads(ports, orgId, request, requestedBy);
      metrics.countScores(orgId, result.response);
      return result;
    },
    scoreLeadsOnce: async (orgId, request, requestedBy, idempotentRequest) => {
      const result = await scoreLeadsOnce(ports, orgId, request, requestedBy, idempotentRequest);
      if (result.response) metrics.countScores(orgId, result.response);
      return result;
    },
    proveKey,
    listKeys: (caller) => listApiKeys(ports, caller),
    renewKey: (caller, keyId) => renewApiKey(ports, caller, keyId),
    issueAccessToken: (id, secret, scopes) => issueAccessToken({ ...ports, proveKey }, id, secret, scopes),
    issueTokenForAssertion: (assertion, scopes) => issueTokenForAssertion(ports, assertion, scopes),
    accountConversion: (orgId, accountKey, query) => accountConversion(ports, orgId, accountKey, query),
    rankedLeads: (orgId, query) => rankedLeads(ports, orgId, query),
    leadScoreHistory: (orgId, leadId, limit) => leadScoreHistory(ports, orgId, leadId, limit),
    whatIf: (orgId, request) => whatIf(ports, orgId, request),
    giveFeedback: (orgId, request, givenBy) => giveFeedback(ports, orgId, request, givenBy),
    listModels: (orgId) => listModels(ports, orgId),
    getModelReport: (orgId, modelId) => getModelReport(ports, orgId, modelId),
    modelCard: (orgId, modelId) => modelCard(ports, orgId, modelId),
    dataQuality: (orgId) => dataQuality(ports, orgId),
    modelChecks: (orgId) => listModelChecks(ports, orgId),
    conversionRates: (orgId, groupedBy) => conversionRates(ports, orgId, groupedBy),
    activateModel: (orgId, modelId, actor) => activateModel(ports, orgId, modelId, actor),
    readSettings: (orgId) => readScoringSettings(ports, orgId),
    changeSettings: (orgId, request, actor) => changeScoringSettings(ports, orgId, request, actor),
    undoSettings: (orgId, actor) => undoScoringSettings(ports, orgId, actor),
    listAudiences: (orgId) => listAudienceDocuments(audiencePorts, orgId),
    readAudience: (orgId, audienceId) => readAudience(audiencePorts, orgId, audienceId),
    previewAudience: (orgId, request) => previewRequested(audiencePorts, orgId, request),
    createAudience: (orgId, request, actor) => createRequestedAudience(audiencePorts, orgId, request, actor),
    changeAudience: (orgId, audienceId, request, actor) =>
      changeRequestedAudience(audiencePorts, orgId, audienceId, request, actor),
    confirmAudience: (orgId, audienceId, revision, actor) =>
      confirmPreviewedAudience(audiencePorts, orgId, audienceId, revision, actor),
    requestAudienceWrite: (orgId, audienceId, actor) => requestWrite(audiencePorts, orgId, audienceId, actor),
    deleteAudience: (orgId, audienceId, actor) => deleteRequestedAudience(audiencePorts, orgId, audienceId, actor),
    audienceLeads: (orgId, audienceId, query) => audienceLeads(audiencePorts, orgId, audienceId, query),
    experimentReport: async (orgId) => experimentReportOf(await experimentStatus(ports, orgId)),
    planExperiment: async (orgId, question) => plannedExperimentOf(await planExperiment(ports, orgId, question)),
    startExperiment: async (orgId, question, actor) => {
      await startExperiment(ports, orgId, question, actor);
      return experimentReportOf(await experimentStatus(ports, orgId));
    },
    stopExperiment: async (orgId, endExploration, actor) => {
      await stopExperiment(ports, orgId, { endExploration }, actor);
      return experimentReportOf(await experimentStatus(ports, orgId));
    },
    listChallengers: (orgId) => listChallengers(ports, orgId),
    startChallenger: async (orgId, modelId, actor) => {
      await startChallenger(ports, orgId, modelId, actor);
      return listChallengers(ports, orgId);
    },
    stopChallenger: async (orgId, actor) => {
      await stopChallenger(ports, orgId, actor);
      return listChallengers(ports, orgId);
    },
    notifications: (orgId) => notificationReport(ports, orgId),
    switchNotifications: async (orgId, route, isOn, actor) => {
      await switchRoute(ports, orgId, route, isOn, actor);
      return notificationReport(ports, orgId);
    },
    testNotifications: async (orgId, route, actor) => {
      await requestTestMessage(ports, orgId, route, actor);
      return notificationReport(ports, orgId);
    },
    listPropensities: (orgId) => listPropensities(ports, orgId),
    readPropensity: (orgId, id) => readPropensity(ports, orgId, id),
    propensityChecks: (orgId, id) => listPropensityChecks(ports, orgId, id),
    putPropensity: (orgId, id, request, actor) => putPropensity(ports, orgId, id, request, actor),
    trainPropensity: (orgId, id, actor) => requestPropensityTraining(ports, orgId, id, actor),
    deactivatePropensity: (orgId, id, actor) => deactivatePropensity(ports, orgId, id, actor),
    propensityReport: (orgId, id, modelId) => propensityModelReport(ports, orgId, id, modelId),
    activatePropensityModel: (orgId, id, modelId, actor) => activatePropensityModel(ports, orgId, id, modelId, actor),
    recordScore: (orgId, id, recordId, objects) => recordScore(ports, orgId, id, recordId, objects),
    alerts: (orgId) => alertReport(ports, orgId),
    changeAlerts: async (orgId, change, actor) => {
      await changeAlerts(ports, orgId, change, actor);
      return alertReport(ports, orgId);
    },
    testAlert: async (orgId, request, actor) => {
      await requestTestAlert(ports, orgId, request, actor);
      return alertReport(ports, orgId);
    },
    listJobs: (orgId) => listJobs(ports, orgId),
    requestJob: (orgId, kind, actor) => requestJob(ports, orgId, kind, actor),
    workerReport: (orgId) => workerReport({ ...ports, lostFields: (id) => fieldHealth(ports, id) }, orgId),
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
