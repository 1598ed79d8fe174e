import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentValue } from '@leadlight/common';
import type { LeadField } from '@leadlight/lead-features';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { KEY_SCOPES, createApiKey } from '@leadlight/workflows';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startService } from './compose.ts';
import { parseServiceSettings } from './service-settings.ts';
import { mutatedRequests, type MutatedRequest } from './testing/mutated-requests.ts';
import { testModel } from './testing/test-model.ts';
import { KEY, startTestService, testLimits } from './testing/test-service.ts';

/** `LEADLIGHT_FUZZ=100000` for the long form, whose results are in docs/reliability.md. */
const REQUESTS = environmentValue(process.env, 'LEADLIGHT_FUZZ');
const AT_ONCE = 20;
const ORG = '00D000000000001EAA';
/** What a response must never show: files, stack frames, the database, or internals of the language. */
const INSIDES = /node_modules|\.ts:\d|\bat \w+ \(|TypeError|SyntaxError|ZodError|SELECT |kysely|undefined/;

const bin = findPostgresBin();
if (bin === undefined) {
  if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL'))
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no PostgreSQL was found.');
  process.stdout.write('skipped: no PostgreSQL\n');
}

/** The last failure that the service logged. */
const failureIn = (log: string) => log.split('\n').findLast((line) => line.includes('request failed'));

/** Sends all requests and counts the statuses. @throws Error for a 5xx; an assertion where a response shows internals */
async function sendAll(
  requests: Iterator<MutatedRequest> & Iterable<MutatedRequest>,
  send: (path: string, init: RequestInit) => Promise<Response>,
  log: () => string,
): Promise<ReadonlyMap<number, number>> {
  const statuses = new Map<number, number>();
  const worker = async () => {
    for (const { path, init } of requests) {
      const response = await send(path, init);
      const text = await response.text();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      const sent = JSON.stringify({ path, ...init });
      if (response.status >= 500) throw new Error(`${response.status} for ${sent}: ${failureIn(log())}`);
      if (response.status >= 400) expect(text, sent).not.toMatch(INSIDES);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const figures = { requests: REQUESTS, statuses: Object.fromEntries(statuses) };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return statuses;
}

describe('mutated requests cause no 5xx and no crash, and reveal no internals', () => {
  it(
    'over every route',
    async () => {
      const service = await startTestService({
        limits: {
          ...testLimits,
          requestsPerSecond: 1_000_000,
          concurrent: 1_000,
          maxConcurrent: 1_000,
          maxLagMs: 60_000,
        },
      });
      // To reach the routes of administrators, too.
      service.keys.change(KEY, { scopes: KEY_SCOPES });
      const send = (path: string, init: RequestInit) => {
        // Guessed keys would make this address wait.
        service.clock.advance(60_000);
        return service.fetch(path, init);
      };
      const statuses = await sendAll(mutatedRequests(7, REQUESTS), send, service.logLines);
      expect(await (await service.fetch('/healthz')).json()).toMatchObject({ status: 'ok' });
      // The mutations cause every kind of error and leave some requests valid.
      expect([...statuses.keys()].toSorted()).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 415]));
      await service.close();
    },
    REQUESTS * 20 + 60_000,
  );

  it.skipIf(bin === undefined)(
    'down to the database, with a model, settings and leads that they change',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'leadlight-fuzz-'));
      const cluster = await startPostgresCluster(bin!);
      const storage = await openStorage({ databaseUrl: cluster.databaseUrl, folder });
      const ports = { ...storage, clock: { now: () => Date.now() } };
      const { key } = await createApiKey(ports, ORG, 'fuzz', { scopes: KEY_SCOPES });
      const { file, entry } = testModel(1);
      await storage.models.save(ORG, file, entry, true);
      const field: LeadField = {
        ...{ name: 'LeadSource', label: 'Lead source', type: 'picklist', custom: false },
        past: { kind: 'tracked', since: 0 },
      };
      await storage.orgs.saveFields(ORG, [field]);
      await storage.orgs.markSynced(ORG, 1);
      const lines: string[] = [];
      const log = pino({}, { write: (line: string) => void (line.includes('failed') && lines.push(line)) });
      // Erasures of one org wait for each other, on a busy machine longer than a query may take by default.
      const limits = ['--rate-per-key', '1000000', '--concurrent-per-key', '1000', '--max-lag-ms', '60000'];
      limits.push('--query-timeout-ms', '300000');
      const args = ['--port', '0', '--folder', folder, ...limits];
      const service = await startService(parseServiceSettings(args, { DATABASE_URL: cluster.databaseUrl })!, log);
      const send = (path: string, init: RequestInit) =>
        fetch(service.url + path, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
      const statuses = await sendAll(mutatedRequests(11, REQUESTS, entry.id), send, () => lines.join(''));
      expect([...statuses.keys()].toSorted()).toEqual(expect.arrayContaining([200, 400, 401, 404, 409]));
      expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
      expect(await service.stop()).toBe(true);
      await storage.close();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    REQUESTS * 30 + 120_000,
  );
});
