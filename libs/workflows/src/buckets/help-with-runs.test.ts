import { describe, expect, it, vi } from 'vitest';
import type { BucketRun, LeadBucket } from '../ports/index.ts';
import { rankingKeyOf } from '../scoring/ranking-key.ts';
import { RANK_RUN, type ScoringPayload } from '../scoring/score-bucket.ts';
import { noExperiments, NOW, scoringModel } from '../testing/scoring.ts';
import { helpWithRuns, type HelpWithRunsPorts } from './help-with-runs.ts';

vi.mock(import('../scoring/scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelOf: (entry) => ({ ...scoringModel, entry }),
  rankingOf: () => undefined!,
}));

/** A run over two buckets without leads, by the model with this id; another process does the second bucket. */
function portsOf(modelId: string) {
  const rankingKey = rankingKeyOf({ entry: { ...scoringModel.entry, id: modelId } });
  const run: BucketRun<ScoringPayload> = { runId: 'run', kind: RANK_RUN, payload: { rankingKey, now: NOW, mark: 0 } };
  let waiting: LeadBucket[] = [0, 1].map((bucket) => ({ bucket, after: '', last: null }));
  const saved: number[] = [];
  const ports = {
    bucketRuns: {
      list: async () => [run],
      waiting: async () => waiting,
      isWaiting: async () => true,
      save: async (_: string, { bucket }: { readonly bucket: number }) => {
        saved.push(bucket);
        waiting = waiting.filter((each) => each.bucket !== bucket);
      },
    },
    claims: {
      claim: async (_: string, step: string) =>
        step === `${RANK_RUN} 1` ? undefined : { confirm: async () => undefined, release: async () => undefined },
    },
    leadHistories: { readHistories: async function* () {} },
    models: {
      findActive: async () => ({ ...scoringModel.entry, learner: 'additive', active: true, report: null }),
      getFile: async () => new Uint8Array(),
    },
    crmUsers: { names: async () => new Map() },
    scoringSettings: { findNewest: async () => undefined },
    orgs: { find: async () => undefined },
    experiments: noExperiments,
  } as unknown as HelpWithRunsPorts;
  return { ports, saved };
}

const stop = new AbortController().signal;

describe('helpWithRuns', () => {
  it('does the buckets that no other process has claimed', async () => {
    const { ports, saved } = portsOf(scoringModel.entry.id);
    expect(await helpWithRuns(ports, 'org', stop)).toEqual({ buckets: 1, outdatedRuns: 0 });
    expect(saved).toEqual([0]);
  });

  it('skips a run whose model is no longer active, and counts it', async () => {
    const { ports, saved } = portsOf('0000000000000000');
    expect(await helpWithRuns(ports, 'org', stop)).toEqual({ buckets: 0, outdatedRuns: 1 });
    expect(saved).toEqual([]);
  });
});
