import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { closeServer, listen } from '../server.ts';
import { mutatedRequests } from '../testing/mutated-requests.ts';
import { KEY, startTestService } from '../testing/test-service.ts';
import { chainHandlers } from './chain-handlers.ts';
import { clientAddress } from './client-address.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  closing.push(() => closeServer(server, 1_000));
  return listen(server, 0, '127.0.0.1');
}

describe('chainHandlers', () => {
  const called: string[] = [];
  const step =
    (name: string): RequestHandler =>
    async (_req, _res, next) => {
      called.push(name);
      await Promise.resolve();
      next();
    };
  const answerError = (error: unknown, _req: unknown, res: { end(text: string): void }) => res.end(String(error));

  it('runs each handler once, in order, synchronous or not', async () => {
    called.length = 0;
    const url = await serve(
      chainHandlers([step('a'), (_req, _res, next) => next(), step('b'), (_req, res) => res.end('c')], answerError),
    );
    expect(await (await fetch(url)).text()).toBe('c');
    expect(called).toEqual(['a', 'b']);
  });

  it.each<[string, RequestHandler]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects with', () => Promise.reject(new Error('no'))],
    ['passes on', (_req, _res, next) => next(new Error('no'))],
  ])('answers what a handler %s, and runs none after it', async (_how, failing) => {
    called.length = 0;
    const url = await serve(chainHandlers([step('a'), failing, step('b')], answerError));
    expect(await (await fetch(url)).text()).toBe('Error: no');
    expect(called).toEqual(['a']);
  });

  it('closes the connection where no error response can be sent', async () => {
    const failing: RequestHandler = () => {
      throw new Error('no');
    };
    const url = await serve(chainHandlers([failing], (error, _req, _res, next) => next(error)));
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

describe('clientAddress', () => {
  it.each([
    undefined,
    '',
    '203.0.113.7',
    '198.51.100.1, 203.0.113.7',
    '203.0.113.7, 127.0.0.1',
    '127.0.0.1',
    ' ::1 ,203.0.113.7 ',
  ])('is whom Express names for X-Forwarded-For %j', async (forwarded) => {
    const app = express().set('trust proxy', 'loopback');
    app.use((req, res) => void res.json([req.ip, clientAddress(req as IncomingMessage)]));
    const url = await serve(app);
    const headers = forwarded === undefined ? undefined : { 'x-forwarded-for': forwarded };
    const [theirs, ours] = (await (await fetch(url, { headers })).json()) as [string, string];
    expect(ours).toBe(theirs);
  });
});

describe('withShortcut', () => {
  /** The parts of a response that must not depend on the shortcut: all but the id of the request and times. */
  async function comparable(response: Response) {
    const { date: _date, 'x-request-id': _id, ...headers } = Object.fromEntries(response.headers);
    return { status: response.status, headers, text: (await response.text()).replaceAll(/"requestId":"[^"]*"/g, '') };
  }

  it('handles every request as the routes do', async () => {
    const fast = await startTestService();
    closing.push(fast.close);
    const statuses = new Set<number>();
    const send = (path: string, request: RequestInit) => {
      // Guessed keys would make this address wait.
      fast.clock.advance(60_000);
      return fetch(fast.url + path, request);
    };
    for (const { init } of mutatedRequests(3, 1_000)) {
      const request = { ...init, method: 'POST', headers: { authorization: `Bearer ${KEY}`, ...init.headers } };
      // The second is the same route in a spelling that the shortcut leaves to the router.
      const direct = await send('/v1/scores', request);
      const routed = await send('/v1/scores?', request);
      statuses.add(direct.status);
      expect(await comparable(direct), JSON.stringify(request)).toEqual(await comparable(routed));
    }
    expect([...statuses].toSorted()).toEqual(expect.arrayContaining([200, 400, 401, 415]));
  });
});
