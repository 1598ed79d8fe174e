import { afterEach, describe, expect, it } from 'vitest';
import { KEY, startTestService, testLimits, type TestService } from '../testing/test-service.ts';

let service: TestService;
afterEach(() => service.close());
const limits = { ...testLimits, requestsPerSecond: 5, concurrent: 2, maxConcurrent: 3, maxLagMs: 100 };
const statuses = async (count: number, key = KEY) => {
  const responses = Array.from({ length: count }, () =>
    service.fetch('/v1/models', { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status),
  );
  return (await Promise.all(responses)).toSorted();
};

/** Requests that wait until the gate opens. */
function gate() {
  const opened = Promise.withResolvers<void>();
  let waiting = 0;
  const listModels = async () => {
    waiting += 1;
    await opened.promise;
    return { models: [] };
  };
  return { listModels, open: opened.resolve, waiting: () => waiting };
}

describe('KeyLimits', () => {
  it('allows a burst of twice the rate, then rejects until time has passed, although the clock goes back', async () => {
    service = await startTestService({ limits: { ...limits, concurrent: 100, maxConcurrent: 100 } });
    expect(await statuses(12)).toEqual([...Array<number>(10).fill(200), 429, 429]);
    const rejected = await service.fetch('/v1/models');
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([429, '1']);
    service.clock.setBack(3_600_000);
    service.clock.advance(400);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('limits each key separately', async () => {
    service = await startTestService({ limits: { ...limits, concurrent: 100, maxConcurrent: 100 } });
    service.keys.add('another');
    expect((await statuses(11)).at(-1)).toBe(429);
    expect(await statuses(1, 'another')).toEqual([200]);
  });

  it('limits concurrent requests, and accepts the next when one has ended', async () => {
    const { listModels, open, waiting } = gate();
    service = await startTestService({ limits, listModels });
    const waitingRequests = statuses(2);
    await expect.poll(waiting).toBe(2);
    expect(await statuses(1)).toEqual([429]);
    open();
    expect(await waitingRequests).toEqual([200, 200]);
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('LoadShedder', () => {
  it('rejects new requests at once while those in progress get their responses', async () => {
    const { listModels, open, waiting } = gate();
    service = await startTestService({ limits: { ...limits, concurrent: 100 }, listModels });
    const waitingRequests = statuses(3);
    await expect.poll(waiting).toBe(3);
    const rejected = await service.fetch('/v1/models');
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await rejected.json()).toMatchObject({ type: '/problems/overloaded' });
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    open();
    expect(await waitingRequests).toEqual([200, 200, 200]);
  });

  it('rejects requests when the event loop lags, but never a lone caller', async () => {
    const { listModels, open, waiting } = gate();
    const many = { ...limits, requestsPerSecond: 100, concurrent: 100, maxConcurrent: 100 };
    service = await startTestService({ limits: many, listModels, lag: { lagMs: 101 } });
    const waitingRequests = statuses(8);
    await expect.poll(waiting).toBe(8);
    expect(await statuses(1)).toEqual([503]);
    open();
    expect(await waitingRequests).toEqual(Array.from({ length: 8 }, () => 200));
  });
});
