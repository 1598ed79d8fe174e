import { hash } from 'node:crypto';
import type { Server } from 'node:http';
import {
  issueAccessToken,
  issueTokenForAssertion,
  type AccessToken,
  type ScoreLeadsResult,
  type ApiKeyEntry,
  type KeyCertificate,
  type KeyScope,
} from '@leadlight/workflows';
import { TestClock } from '@leadlight/workflows/testing';
import {
  readExample,
  type ApiKeys,
  type Challengers,
  type ConversionRates,
  type ModelChecks,
  type DataQuality,
  type AudienceLeads,
  type Audiences,
  type AudienceWithPreview,
  type ExperimentReport,
  type FeedbackResponse,
  type Jobs,
  type LeadScoreHistory,
  type ModelCard,
  type ModelReport,
  type Models,
  type Alerts,
  type Notifications,
  type PlannedExperiment,
  type Propensities,
  type Propensity,
  type AccountConversion,
  type RankedLeads,
  type RecordScore,
  type RenewedApiKey,
  type ScoreLeadsResponse,
  type ScoringSettingsState,
  type WhatIfResponse,
  type WorkerReport,
} from '@leadlight/contract';
import { pino, type Logger } from 'pino';
import { createApp, type AppDependencies } from '../app.ts';
import { MB } from '../http/body-limits.ts';
import { Metrics } from '../http/metrics.ts';
import { closeServer, createHttpServer, listen, type ServerLimits } from '../server.ts';
import { ServiceState } from '../service-state.ts';
import { noTracing } from '../tracing/tracing.ts';

/** Keys in memory. */
export class TestKeys {
  readonly #entries = new Map<string, ApiKeyEntry>();
  lookups = 0;

  add(key: string, entry: Partial<ApiKeyEntry> = {}): void {
    const defaults: ApiKeyEntry = {
      id: `key_${this.#entries.size + 1}`,
      orgId: 'org-a',
      name: 'test',
      scopes: ['score', 'read'],
      createdAt: 0,
      expiresAt: null,
      revokedAt: null,
      replaces: null,
      provedAt: null,
      objects: ['Lead'],
    };
    this.#entries.set(hash('sha256', key), { ...defaults, ...entry });
  }
  revoke(key: string): void {
    this.change(key, { revokedAt: 1 });
  }
  change(key: string, change: Partial<ApiKeyEntry>): void {
    this.add(key, { ...this.#entries.get(hash('sha256', key)), ...change });
  }
  findById(id: string): ApiKeyEntry | undefined {
    return [...this.#entries.values()].find((entry) => entry.id === id);
  }
  findByHash(keyHash: string): Promise<ApiKeyEntry | undefined> {
    this.lookups += 1;
    return Promise.resolve(this.#entries.get(keyHash));
  }
}

/** Tokens in memory, of keys of `keys`. */
export class TestTokens {
  readonly #keys: TestKeys;
  readonly #tokens = new Map<string, AccessToken>();

  constructor(keys: TestKeys) {
    this.#keys = keys;
  }
  add(token: AccessToken, tokenHash: string): Promise<void> {
    this.#tokens.set(tokenHash, token);
    return Promise.resolve();
  }
  findByHash(tokenHash: string) {
    const token = this.#tokens.get(tokenHash);
    const key = token && this.#keys.findById(token.keyId);
    return Promise.resolve(token && key ? { token, key } : undefined);
  }
}

/** Certificates in memory, of keys of `keys`, and the ids of exchanged JWTs. */
export class TestCertificates {
  readonly #keys: TestKeys;
  readonly #ofKeys = new Map<string, KeyCertificate[]>();
  readonly #used = new Set<string>();

  constructor(keys: TestKeys) {
    this.#keys = keys;
  }
  add(keyId: string, certificate: KeyCertificate): void {
    this.#ofKeys.set(keyId, [...(this.#ofKeys.get(keyId) ?? []), certificate]);
  }
  find(orgId: string, keyId: string) {
    const key = this.#keys.findById(keyId);
    const certificates = this.#ofKeys.get(keyId) ?? [];
    return Promise.resolve(key?.orgId === orgId ? { key, certificates } : undefined);
  }
  use(orgId: string, keyId: string, id: string): Promise<boolean> {
    const name = JSON.stringify([orgId, keyId, id]);
    const first = !this.#used.has(name);
    this.#used.add(name);
    return Promise.resolve(first);
  }
}

export const KEY = 'llk_test-key';

export const testLimits: AppDependencies['limits'] = {
  ...{ requestsPerSecond: 1_000, concurrent: 100, maxConcurrent: 100, maxLagMs: 1_000 },
  ...{ bodyBytesPerKey: 32 * MB, bodyBytes: 64 * MB, parsedBytes: 2 * MB },
};

const exampleModel = (readExample('models.response') as Models).models[0]!;

const exampleJobs = readExample('jobs.response') as Jobs;

const settings = readExample('settings.response') as ScoringSettingsState;

const exampleAudience = readExample('audience.response') as AudienceWithPreview;

const examplePropensity = readExample('propensity.response') as Propensity;

/** The example response of the contract, as the use case returns it. */
export function exampleScoreResult(): ScoreLeadsResult {
  const response = readExample('score-leads.response') as ScoreLeadsResponse;
  return { response, body: JSON.stringify(response) };
}

/** Use cases that return the examples of the contract. */
const exampleWorkflows = {
  idempotentRequests: {
    run: async (_orgId: string, _request: unknown, write: () => Promise<unknown>) => ({
      body: JSON.stringify(await write()),
      repeated: false,
    }),
  },
  scoreLeads: () => Promise.resolve(exampleScoreResult()),
  scoreLeadsOnce: () => Promise.resolve(exampleScoreResult()),
  accountConversion: () => Promise.resolve(readExample('account-conversion.response') as AccountConversion),
  rankedLeads: () => Promise.resolve(readExample('ranked-leads.response') as RankedLeads),
  leadScoreHistory: () => Promise.resolve(readExample('lead-scores.response') as LeadScoreHistory),
  whatIf: () => Promise.resolve(readExample('what-if.response') as WhatIfResponse),
  giveFeedback: () => Promise.resolve(readExample('feedback.response') as FeedbackResponse),
  listModels: () => Promise.resolve(readExample('models.response') as Models),
  getModelReport: () => Promise.resolve(readExample('model-report.response') as ModelReport),
  modelCard: () => Promise.resolve(readExample('model-card.response') as ModelCard),
  dataQuality: () => Promise.resolve(readExample('data-quality.response') as DataQuality),
  modelChecks: () => Promise.resolve(readExample('checks.response') as ModelChecks),
  conversionRates: () => Promise.resolve(readExample('conversion-rates.response') as ConversionRates),
  activateModel: () => Promise.resolve({ ...exampleModel, active: true }),
  readSettings: () => Promise.resolve(settings),
  changeSettings: () => Promise.resolve(settings),
  undoSettings: () => Promise.resolve(settings),
  listAudiences: () => Promise.resolve(readExample('audiences.response') as Audiences),
  readAudience: () => Promise.resolve(exampleAudience),
  previewAudience: () => Promise.resolve(exampleAudience.preview),
  createAudience: () => Promise.resolve(exampleAudience),
  changeAudience: () => Promise.resolve(exampleAudience),
  confirmAudience: () => Promise.resolve(exampleAudience.audience),
  requestAudienceWrite: () => Promise.resolve(exampleAudience.audience),
  deleteAudience: (_orgId: string, audienceId: string) => Promise.resolve({ audienceId }),
  audienceLeads: () => Promise.resolve(readExample('audience-leads.response') as AudienceLeads),
  experimentReport: () => Promise.resolve(readExample('experiment.response') as ExperimentReport),
  planExperiment: () => Promise.resolve(readExample('experiment-plan.response') as PlannedExperiment),
  startExperiment: () => Promise.resolve(readExample('experiment.response') as ExperimentReport),
  stopExperiment: () => Promise.resolve(readExample('experiment.response') as ExperimentReport),
  listChallengers: () => Promise.resolve(readExample('challengers.response') as Challengers),
  startChallenger: () => Promise.resolve(readExample('challengers.response') as Challengers),
  stopChallenger: () => Promise.resolve(readExample('challengers.response') as Challengers),
  notifications: () => Promise.resolve(readExample('notifications.response') as Notifications),
  switchNotifications: () => Promise.resolve(readExample('notifications.response') as Notifications),
  testNotifications: () => Promise.resolve(readExample('notifications.response') as Notifications),
  listPropensities: () => Promise.resolve(readExample('propensities.response') as Propensities),
  readPropensity: () => Promise.resolve(examplePropensity),
  propensityChecks: () => Promise.resolve(readExample('checks.response') as ModelChecks),
  putPropensity: () => Promise.resolve(examplePropensity),
  trainPropensity: () => Promise.resolve(exampleJobs.jobs[0]!),
  deactivatePropensity: () => Promise.resolve(examplePropensity),
  propensityReport: () => Promise.resolve(readExample('model-report.response') as ModelReport),
  activatePropensityModel: () => Promise.resolve(examplePropensity),
  recordScore: () => Promise.resolve(readExample('record-score.response') as RecordScore),
  alerts: () => Promise.resolve(readExample('alerts.response') as Alerts),
  changeAlerts: () => Promise.resolve(readExample('alerts.response') as Alerts),
  testAlert: () => Promise.resolve(readExample('alerts.response') as Alerts),
  listJobs: () => Promise.resolve(exampleJobs),
  requestJob: () => Promise.resolve(exampleJobs.jobs[0]!),
  listKeys: () => Promise.resolve(readExample('keys.response') as ApiKeys),
  renewKey: () => Promise.resolve(readExample('renew-key.response') as RenewedApiKey),
  proveKey: () => Promise.resolve(),
  workerReport: () => Promise.resolve(readExample('worker.response') as WorkerReport),
  exportLead: (_orgId: string, leadId: string) =>
    Promise.resolve({ leadId, history: null, versions: [], scores: [], feedback: [] }),
  eraseLead: (_orgId: string, leadId: string) => Promise.resolve({ leadId, found: false, removed: {} }),
};

export interface TestService {
  readonly url: string;
  readonly port: number;
  readonly keys: TestKeys;
  readonly certificates: TestCertificates;
  readonly clock: TestClock;
  readonly state: ServiceState;
  readonly server: Server;
  readonly logLines: () => string;
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  readonly postScores: (body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** The routes over real HTTP on a free port. Use cases return the examples of the contract by default. */
export async function startTestService(
  overrides: Partial<AppDependencies> = {},
  limits?: ServerLimits,
): Promise<TestService> {
  const keys = new TestKeys();
  keys.add(KEY);
  const clock = new TestClock();
  const state = overrides.state ?? new ServiceState(() => Promise.resolve());
  const { log, lines } = recordingLog();
  const tokens = new TestTokens(keys);
  const certificates = new TestCertificates(keys);
  const stores = {
    apiKeys: keys,
    accessTokens: tokens,
    keyCertificates: certificates,
    usedAssertions: certificates,
    clock,
  };
  const parts = {
    ...stores,
    monotonicMs: clock.monotonicMs,
    log,
    metrics: new Metrics('0.0.0-test'),
    tracing: noTracing,
    lag: { lagMs: 0 },
    limits: testLimits,
    version: '0.0.0-test',
    logEvery: 1,
    ...exampleWorkflows,
    issueAccessToken: (id: string, secret: string, scopes: readonly KeyScope[] | undefined) =>
      issueAccessToken({ ...stores, proveKey: exampleWorkflows.proveKey }, id, secret, scopes),
    issueTokenForAssertion: (assertion: string, scopes: readonly KeyScope[] | undefined) =>
      issueTokenForAssertion(stores, assertion, scopes),
    ...overrides,
    state,
  };
  const server = createHttpServer(createApp(parts), limits);
  const url = await listen(server, 0, '127.0.0.1');
  const fetchPath = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { authorization: `Bearer ${KEY}`, ...init.headers } });
  return {
    url,
    port: Number(new URL(url).port),
    keys,
    certificates,
    clock,
    state,
    server,
    logLines: () => lines.join(''),
    fetch: fetchPath,
    postScores: (body, headers = {}) =>
      fetchPath('/v1/scores', {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    close: async () => {
      await closeServer(server, 1_000);
    },
  };
}

function recordingLog(): { readonly log: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  return { log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }), lines };
}
