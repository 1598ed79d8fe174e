import { describe, expect, it } from 'vitest';
import type { BucketRun } from '../ports/index.ts';
import { shareRun, type BucketPorts } from './share-run.ts';

const runOf = (runId: string): BucketRun => ({ runId, kind: 'examples', payload: {} });

/** A run over 32 buckets that others have done, in an org with these runs. */
function portsOf(runs: readonly BucketRun[]) {
  let requested: string[] = [];
  const ports = {
    bucketRuns: { count: async () => 32, waiting: async () => [], list: async () => runs },
    claims: {},
    jobQueue: {
      send: async (_: string, step: string) => void requested.push(step),
      list: async () => requested.map((step) => ({ id: step, step, state: 'waiting' })),
      cancel: async (_: string, id: string) => void (requested = requested.filter((step) => step !== id)),
    },
  } as unknown as BucketPorts;
  const share = (run: BucketRun) =>
    shareRun(ports, 'org', run, () => Promise.reject(new Error('Nothing is left.')), stop);
  return { share, requested: () => requested.length };
}

const stop = new AbortController().signal;

describe('shareRun', () => {
  it('cancels the requests for help at its end', async () => {
    const { share, requested } = portsOf([runOf('a')]);
    await share(runOf('a'));
    expect(requested()).toBe(0);
  });

  it('keeps them for another run of the org', async () => {
    const { share, requested } = portsOf([runOf('a'), runOf('b')]);
    await share(runOf('a'));
    expect(requested()).toBe(7);
  });
});
