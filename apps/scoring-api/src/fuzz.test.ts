import { ALL_SCOPES } from '@leadlight/workflows';
import { describe, expect, it } from 'vitest';
import { KEY, startTestService } from './testing/test-service.ts';
import { mutatedRequests } from './testing/mutated-requests.ts';

/** `LEADLIGHT_FUZZ=100000` for the long form, whose figures stand in docs/reliability.md. */
const REQUESTS = Number(process.env.LEADLIGHT_FUZZ ?? 3_000);
const AT_ONCE = 20;
/** What an answer must never show: files, frames, the database, or the language’s own words. */
const INSIDES = /node_modules|\.ts:\d|\bat \w+ \(|TypeError|SyntaxError|ZodError|SELECT |kysely|undefined/;

/** The last failure that the service logged. */
const failureIn = (log: string) => log.split('\n').findLast((line) => line.includes('request failed'));

describe('mutated requests', () => {
  it(
    'get no 5xx, no crash and no look inside, over every route',
    async () => {
      const service = await startTestService({
        limits: { requestsPerSecond: 1_000_000, concurrent: 1_000, maxUnderWay: 1_000, maxLagMs: 60_000 },
      });
      // So that administrators’ routes are reached too.
      service.keys.change(KEY, { scopes: ALL_SCOPES });
      const statuses = new Map<number, number>();
      const requests = mutatedRequests(7, REQUESTS);
      const worker = async () => {
        for (const { path, init } of requests) {
          const response = await service.fetch(path, init);
          const text = await response.text();
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          const sent = JSON.stringify({ path, ...init });
          if (response.status >= 500)
            throw new Error(`${response.status} for ${sent}: ${failureIn(service.logLines())}`);
          if (response.status >= 400) expect(text, sent).not.toMatch(INSIDES);
          // Guesses at keys would make this address wait.
          service.clock.advance(60_000);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      expect(await (await service.fetch('/healthz')).json()).toMatchObject({ status: 'ok' });
      const figures = { requests: REQUESTS, statuses: Object.fromEntries(statuses) };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
      // The mutations reach all kinds of refusal and leave some requests whole.
      expect([...statuses.keys()].toSorted()).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 415]));
      await service.close();
    },
    REQUESTS * 20 + 60_000,
  );
});
