import { afterEach, describe, expect, it } from 'vitest';
import { KEY, startTestService, type TestService } from '../testing/test-service.ts';

let service: TestService;
afterEach(() => service.close());
const limits = { requestsPerSecond: 5, concurrent: 2, maxUnderWay: 3, maxLagMs: 100 };
const statuses = async (count: number, key = KEY) => {
  const answers = Array.from({ length: count }, () =>
    service.fetch('/v1/models', { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status),
  );
  return (await Promise.all(answers)).toSorted();
};

/** Requests that wait until told to go on. */
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

describe('the limits of a key', () => {
  it('let a burst of twice the rate through, then refuse until time has passed', async () => {
    service = await startTestService({ limits: { ...limits, concurrent: 100, maxUnderWay: 100 } });
    expect(await statuses(12)).toEqual([...Array<number>(10).fill(200), 429, 429]);
    const refused = await service.fetch('/v1/models');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    service.clock.advance(400);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('are each key’s own', async () => {
    service = await startTestService({ limits: { ...limits, concurrent: 100, maxUnderWay: 100 } });
    service.keys.add('another');
    expect((await statuses(11)).at(-1)).toBe(429);
    expect(await statuses(1, 'another')).toEqual([200]);
  });

  it('hold it to a number of requests at once, and let the next in when one has its answer', async () => {
    const { listModels, open, waiting } = gate();
    service = await startTestService({ limits, listModels });
    const held = statuses(2);
    await expect.poll(waiting).toBe(2);
    expect(await statuses(1)).toEqual([429]);
    open();
    expect(await held).toEqual([200, 200]);
    expect(await statuses(1)).toEqual([200]);
  });
});

describe('under too much load', () => {
  it('new requests are refused at once while those under way have their answers', async () => {
    const { listModels, open, waiting } = gate();
    service = await startTestService({ limits: { ...limits, concurrent: 100 }, listModels });
    const held = statuses(3);
    await expect.poll(waiting).toBe(3);
    const refused = await service.fetch('/v1/models');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({ type: '/problems/overloaded' });
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    open();
    expect(await held).toEqual([200, 200, 200]);
  });

  it('a late event loop refuses too, but never a lone caller', async () => {
    const { listModels, open, waiting } = gate();
    const many = { ...limits, requestsPerSecond: 100, concurrent: 100, maxUnderWay: 100 };
    service = await startTestService({ limits: many, listModels, lag: { lagMs: 101 } });
    const held = statuses(8);
    await expect.poll(waiting).toBe(8);
    expect(await statuses(1)).toEqual([503]);
    open();
    expect(await held).toEqual(Array.from({ length: 8 }, () => 200));
  });
});
