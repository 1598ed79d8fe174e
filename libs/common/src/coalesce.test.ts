import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

/** A `run` that records its batches and ends each one when the test says so. */
function controlledRun() {
  const batches: (readonly string[])[] = [];
  const ends: PromiseWithResolvers<string>[] = [];
  const run = (requests: readonly string[]) => {
    batches.push(requests);
    const end = Promise.withResolvers<string>();
    ends.push(end);
    return end.promise;
  };
  return { batches, run, end: (index: number, result: string) => ends[index]?.resolve(result), ends };
}

describe('coalesce', () => {
  it('starts a lone request at once and joins what arrives while it runs', async () => {
    const { batches, run, end } = controlledRun();
    const request = coalesce({ run });
    const first = request('a');
    const others = [request('b'), request('c')];
    expect(batches).toEqual([['a']]);
    end(0, 'one');
    await expect(first).resolves.toBe('one');
    expect(batches).toEqual([['a'], ['b', 'c']]);
    end(1, 'two');
    await expect(Promise.all(others)).resolves.toEqual(['two', 'two']);
  });

  it('joins requests up to the maximal size, and runs a larger one alone', async () => {
    const batches: number[][] = [];
    const request = coalesce<number, void>({
      run: async (sizes) => void batches.push([...sizes]),
      sizeOf: (size) => size,
      maxSize: 5,
    });
    await Promise.all([1, 9, 2, 3, 1].map(request));
    expect(batches).toEqual([[1], [9], [2, 3], [1]]);
  });

  it('runs each request alone after a failure that allows it', async () => {
    const request = coalesce<string, number>({
      run: async (requests) => {
        if (requests.includes('bad')) throw new Error('refused');
        return requests.length;
      },
      retryAlone: (reason) => (reason as Error).message === 'refused',
    });
    const results = await Promise.allSettled(['first', 'good', 'bad'].map(request));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  });

  it('fails every joined request after any other failure', async () => {
    const { run, ends } = controlledRun();
    const request = coalesce({ run });
    const all = ['a', 'b', 'c'].map(request);
    ends[0]?.reject(new Error('cut'));
    await expect(all[0]).rejects.toThrow('cut');
    ends[1]?.reject(new Error('cut again'));
    await expect(all[1]).rejects.toThrow('cut again');
    await expect(all[2]).rejects.toThrow('cut again');
  });
});
