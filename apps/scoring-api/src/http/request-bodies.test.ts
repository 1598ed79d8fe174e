import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_SCORES_BODY_BYTES, MB } from './body-limits.ts';
import { parsedBytesFor } from './request-bodies.ts';
import { exampleScoreResult, KEY, startTestService, testLimits, type TestService } from '../testing/test-service.ts';

let service: TestService;
afterEach(() => service.close());

/** A valid request of this size. */
const bodyOf = (bytes: number) => {
  const body = JSON.stringify({ leads: [{ leadId: 'a', fields: { A: '' } }] });
  return body + ' '.repeat(bytes - body.length);
};

/** Scoring that waits until it is opened, and the number of requests that wait. */
function gate() {
  const opened = Promise.withResolvers<void>();
  const state = { waiting: 0, open: opened.resolve };
  const scoreLeads = async () => {
    state.waiting += 1;
    await opened.promise;
    return exampleScoreResult();
  };
  return { state, scoreLeads };
}

const send = async (count: number, bytes: number, key = KEY) => {
  const sent = Array.from({ length: count }, () =>
    service.postScores(bodyOf(bytes), { authorization: `Bearer ${key}` }).then(async (response) => {
      await response.text();
      return [response.status, response.headers.get('retry-after')] as const;
    }),
  );
  return (await Promise.all(sent)).toSorted(([a], [b]) => a - b);
};

describe('RequestBodies', () => {
  it('rejects a key beyond its bytes with a 429, and others beyond those of the process with a 503', async () => {
    const { state, scoreLeads } = gate();
    const limits = { ...testLimits, bodyBytesPerKey: 2 * MB, bodyBytes: 3 * MB, parsedBytes: 16 * MB };
    service = await startTestService({ limits, scoreLeads });
    service.keys.add('another');
    const waiting = [send(2, MB), send(1, MB, 'another')];
    await expect.poll(() => state.waiting).toBe(3);
    expect(await send(1, MB)).toEqual([[429, '1']]);
    expect(await send(1, MB, 'another')).toEqual([[503, '1']]);
    state.open();
    expect((await Promise.all(waiting)).flat().map(([status]) => status)).toEqual([200, 200, 200]);
    expect(await send(2, MB)).toEqual([
      [200, null],
      [200, null],
    ]);
  });

  it('parses and scores few large bodies at a time, and small ones past those that wait', async () => {
    const { state, scoreLeads } = gate();
    service = await startTestService({ limits: { ...testLimits, parsedBytes: 2 * MB }, scoreLeads });
    const large = send(5, 0.9 * MB);
    await expect.poll(() => state.waiting).toBe(2);
    const small = send(3, 200);
    await expect.poll(() => state.waiting).toBe(5);
    state.open();
    expect((await Promise.all([large, small])).flat().every(([status]) => status === 200)).toBe(true);
  });

  it('checks the load again after a large body has arrived', async () => {
    const lag = { lagMs: 0 };
    const { state, scoreLeads } = gate();
    service = await startTestService({ lag, scoreLeads });
    const small = send(8, 200);
    await expect.poll(() => state.waiting).toBe(8);
    const body = bodyOf(100_000);
    const head = `POST /v1/scores HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n`;
    const socket = connect(service.port, '127.0.0.1');
    const arrived = once(service.server, 'request');
    socket.write(`${head}Content-Length: ${body.length}\r\n\r\n`);
    await arrived;
    lag.lagMs = 5_000;
    socket.write(body);
    expect(String(await once(socket, 'data'))).toContain('HTTP/1.1 503');
    socket.destroy();
    state.open();
    expect((await small).map(([status]) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  });

  it('frees the bytes of a client that goes away', async () => {
    const limits = { ...testLimits, bodyBytesPerKey: MB, bodyBytes: MB };
    service = await startTestService({ limits });
    const socket = connect(service.port, '127.0.0.1');
    const arrived = once(service.server, 'request');
    socket.write(
      `POST /v1/scores HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${MAX_SCORES_BODY_BYTES}\r\n\r\n{`,
    );
    await arrived;
    expect(await send(1, MB)).toEqual([[429, '1']]);
    socket.destroy();
    await expect.poll(async () => (await send(1, MB))[0]?.[0]).toBe(200);
  });
});

describe('parsedBytesFor', () => {
  it('is what fits into the heap, at least one of the largest bodies', () => {
    expect([96, 208, 512, 4_096].map((mb) => parsedBytesFor(mb * MB) / MB)).toEqual(
      [1, 2.4, 10, 16].map((mb) => expect.closeTo(mb, 1) as number),
    );
  });
});
