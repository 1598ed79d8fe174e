import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Problem, problemTypes, readExample, type ProblemCode } from '@leadlight/contract';
import { ForestError } from '@leadlight/forest';
import { StorageError } from '@leadlight/storage';
import { exampleError } from '@leadlight/workflows/testing';
import { describe, expect, it } from 'vitest';
import type { AppDependencies } from './app.ts';
import { MAX_SCORES_BODY_BYTES } from './http/body-limits.ts';
import { defaultLimits } from './server.ts';
import { startTestService, testLimits, type TestService } from './testing/test-service.ts';

interface Provocation {
  readonly parts?: Partial<AppDependencies>;
  readonly provoke: (service: TestService) => Promise<Response | string>;
}

const score = (service: TestService) => service.postScores({ leads: [{ leadId: 'a' }] });
const failing = (error: Error): Partial<AppDependencies> => ({ scoreLeads: () => Promise.reject(error) });
const ofSettings = (error: Error): Provocation => ({
  parts: { undoSettings: () => Promise.reject(error) },
  provoke: (service) => {
    service.keys.add('admin', { scopes: ['admin'] });
    return service.fetch('/v1/settings/undo', { method: 'POST', headers: { authorization: 'Bearer admin' } });
  },
});

/** A failing request for the score of a record. */
const ofRecord = (error: Error): Provocation => ({
  parts: { recordScore: () => Promise.reject(error) },
  provoke: (service) => service.fetch('/v1/propensities/account-churns/records/001000000000001AAA/score'),
});

/** A request that provokes each problem type. */
const provocations: Readonly<Record<Exclude<ProblemCode, 'lead-not-found'>, Provocation>> = {
  'invalid-json': { provoke: (service) => service.postScores('{') },
  'invalid-request': { provoke: (service) => service.postScores({}) },
  'unsupported-version': { provoke: (service) => service.fetch('/v1/models', { headers: { 'api-version': '2' } }) },
  'malformed-http': { provoke: (service) => raw(service, 'NONSENSE\r\n\r\n') },
  unauthenticated: { provoke: (service) => fetch(`${service.url}/v1/models`) },
  forbidden: {
    provoke: (service) => {
      service.keys.add('reader', { scopes: ['read'] });
      return service.postScores({}, { authorization: 'Bearer reader' });
    },
  },
  'route-not-found': { provoke: (service) => service.fetch('/v1/nothing') },
  'owner-not-found': {
    parts: { rankedLeads: () => Promise.reject(exampleError('owner_not_found')) },
    provoke: (service) => service.fetch('/v1/leads?owner=Nobody'),
  },
  'model-not-found': {
    parts: { getModelReport: () => Promise.reject(exampleError('unknown_model')) },
    provoke: (service) => service.fetch('/v1/models/m9/report'),
  },
  'score-withheld': {
    parts: { whatIf: () => Promise.reject(exampleError('score_withheld')) },
    provoke: (service) =>
      service.fetch('/v1/what-if', {
        method: 'POST',
        body: JSON.stringify(readExample('what-if.request')),
        headers: { 'content-type': 'application/json' },
      }),
  },
  'alerts-invalid': ofSettings(exampleError('alerts_invalid')),
  'audience-not-found': ofSettings(exampleError('audience_not_found')),
  'audience-name-taken': ofSettings(exampleError('audience_name_taken')),
  'audience-changed-meanwhile': ofSettings(exampleError('audience_changed_meanwhile')),
  'audience-has-no-campaign': ofSettings(exampleError('audience_has_no_campaign')),
  'audience-not-confirmed': ofSettings(exampleError('audience_not_confirmed')),
  'audience-invalid': ofSettings(exampleError('audience_invalid')),
  'consent-not-read': ofSettings(exampleError('consent_not_read')),
  'propensity-not-found': ofRecord(exampleError('unknown_propensity')),
  'propensity-invalid': ofRecord(exampleError('propensity_invalid')),
  'propensity-changed-meanwhile': ofRecord(exampleError('propensity_changed')),
  'propensity-not-trained': ofRecord(exampleError('propensity_not_trained')),
  'object-not-allowed': ofRecord(exampleError('object_not_allowed')),
  'record-not-found': ofRecord(exampleError('unknown_record')),
  'record-outside-population': ofRecord(exampleError('record_outside')),
  'record-not-scored': ofRecord(exampleError('record_not_scored')),
  'experiment-open': ofSettings(exampleError('experiment_open')),
  'no-experiment': ofSettings(exampleError('no_experiment')),
  'route-not-set-up': ofSettings(exampleError('route_not_set_up')),
  'challenger-not-comparable': ofSettings(exampleError('challenger_not_comparable')),
  'no-challenger': ofSettings(exampleError('no_challenger')),
  'base-rate-unknown': ofSettings(exampleError('base_rate_unknown')),
  'key-not-found': {
    parts: { renewKey: () => Promise.reject(exampleError('key_not_found')) },
    provoke: (service) => {
      service.keys.add('admin', { scopes: ['admin'] });
      const headers = { authorization: 'Bearer admin' };
      return service.fetch('/v1/keys/key_0123456789abcdef/renew', { method: 'POST', headers });
    },
  },
  'method-not-allowed': { provoke: (service) => service.fetch('/v1/scores') },
  'request-timeout': { provoke: (service) => raw(service, 'POST /v1/scores HTTP/1.1\r\nHost: a\r\nContent-Le') },
  'no-active-model': { parts: failing(exampleError('no_active_model')), provoke: score },
  'settings-invalid': ofSettings(exampleError('settings_invalid')),
  'settings-changed-meanwhile': ofSettings(exampleError('settings_changed_meanwhile')),
  'nothing-to-undo': ofSettings(exampleError('settings_nothing_to_undo')),
  'org-not-synced': ofSettings(exampleError('org_not_synced')),
  'body-too-large': { provoke: (service) => service.postScores(' '.repeat(MAX_SCORES_BODY_BYTES + 1)) },
  'expectation-failed': { provoke: (service) => raw(service, 'GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n') },
  'idempotency-key-reused': { parts: failing(exampleError('idempotency_key_reused')), provoke: score },
  'feature-not-found': {
    parts: { giveFeedback: () => Promise.reject(exampleError('unknown_feature_of_model')) },
    provoke: (service) =>
      service.fetch('/v1/feedback', {
        method: 'POST',
        body: JSON.stringify(readExample('feedback.request')),
        headers: { 'content-type': 'application/json' },
      }),
  },
  'unsupported-media-type': { provoke: (service) => service.postScores('{}', { 'content-type': 'text/xml' }) },
  'rate-limited': { parts: { limits: { ...testLimits, concurrent: 0 } }, provoke: score },
  'headers-too-large': { provoke: (service) => raw(service, `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`) },
  internal: { parts: failing(new Error('secret')), provoke: score },
  'model-unusable': { parts: failing(new ForestError('model_altered', {})), provoke: score },
  'storage-unavailable': {
    parts: failing(new StorageError('storage_unreachable', { address: 'secret' })),
    provoke: score,
  },
  overloaded: { parts: { limits: { ...testLimits, maxConcurrent: 0 } }, provoke: score },
};

/** Sends raw text and reads until the service closes the connection. */
function raw(service: TestService, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(service.port, '127.0.0.1', () => socket.write(text));
    let response = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (response += chunk));
    socket.on('close', () => resolve(response)).on('error', reject);
  });
}

async function statusAndBody(response: Response | string): Promise<readonly [number, string]> {
  if (typeof response !== 'string') return [response.status, await response.text()];
  const [head = '', body = ''] = response.split('\r\n\r\n');
  return [Number(head.split(' ')[1]), body];
}

describe('each problem type', () => {
  it.each(Object.entries(provocations))(
    '%s has the status, title and remedy of the list of problem types',
    async (code, { parts, provoke }) => {
      const impatient = code === 'request-timeout' && { headersTimeoutMs: 200, requestTimeoutMs: 200 };
      const service = await startTestService(parts, { ...defaultLimits, ...impatient });
      const [status, body] = await statusAndBody(await provoke(service));
      const { title, remedy, status: expected } = problemTypes[code as ProblemCode];
      expect(Problem.parse(JSON.parse(body))).toMatchObject({
        type: `/problems/${code}`,
        title,
        remedy,
        status: expected,
      });
      expect([status, body.includes('secret')]).toEqual([expected, false]);
      await service.close();
    },
  );
});

describe('docs/errors.md', () => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = page.match(/^\| `.*$/gm) ?? [];

  it('lists every problem as it is answered, and no other', () => {
    const expected = Object.entries(problemTypes).map(
      ([code, { status, title, remedy }]) => `| \`${code}\` | ${status} | ${title} | ${remedy} |`,
    );
    expect(rows.map((row) => row.replaceAll(/ +/g, ' '))).toEqual(expected);
  });
});
