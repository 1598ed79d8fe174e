import { describe, expect, it, vi } from 'vitest';
import type { ShadowModel } from '../ports/index.ts';
import { historyOf, NOW, scoringModel } from '../testing/scoring.ts';
import { scoreBatch } from './batch-scores.ts';
import { ShadowScoring } from './shadow-scoring.ts';

const files = new Map([
  ['m2', 0.1],
  ['m3', 0.3],
]);
vi.mock(import('./scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelOf: (entry, file) => ({
    ...scoringModel,
    entry,
    model: { ...scoringModel.model, predict: () => file[0]! / 10, calibrate: (raw: number) => raw },
  }),
}));

const shadow = (given: Partial<ShadowModel>): ShadowModel => ({
  modelId: 'm2',
  role: 'challenger',
  besideModelId: 'm1',
  startedAt: 1,
  startedBy: 'cli',
  endedAt: null,
  endedAs: null,
  evidence: null,
  failure: null,
  ...given,
});

function portsOf(open: readonly ShadowModel[]) {
  const failures: (string | null)[] = [];
  const read: string[] = [];
  const ports = {
    shadowModels: {
      listOpen: () => Promise.resolve(open),
      noteFailure: (_: string, modelId: string, failure: string | null) => {
        failures.push(failure && `${modelId} ${failure}`);
        return Promise.resolve();
      },
    },
    models: {
      list: () =>
        Promise.resolve(
          [...files.keys()].map((id) => ({
            ...scoringModel.entry,
            id,
            learner: 'forest',
            active: false,
            report: null,
          })),
        ),
      getFile: (_: string, id: string) => {
        read.push(id);
        const content = files.get(id);
        return content === undefined
          ? Promise.reject(new Error('there is no such file'))
          : Promise.resolve(Uint8Array.of(content * 10));
      },
    },
  };
  return { ports, failures, read };
}

const histories = ['L1', 'L2'].map((leadId) => historyOf(leadId, { LeadSource: 'Referral' }));
const active = scoringModel.entry;

describe('ShadowScoring', () => {
  it('scores the same leads with each shadow model, next to the active model’s probability, and reads each model once', async () => {
    const { ports, read } = portsOf([shadow({}), shadow({ modelId: 'm3', role: 'former' })]);
    const { updates } = await scoreBatch(scoringModel, histories, NOW, 'batch');
    const scoring = new ShadowScoring(ports);
    const scores = await scoring.score('org', active, updates, histories, NOW);
    await scoring.score('org', active, updates, histories, NOW);
    expect(scores.map(({ subjectId, modelId, probability }) => [subjectId, modelId, probability])).toEqual([
      ['L1', 'm2', 0.1],
      ['L2', 'm2', 0.1],
      ['L1', 'm3', 0.3],
      ['L2', 'm3', 0.3],
    ]);
    expect(scores[0]).toMatchObject({
      besideModelId: active.id,
      besideProbability: updates[0]!.probability,
      scoredAt: updates[0]!.scoredAt,
      inputHash: updates[0]!.inputHash,
    });
    expect(read).toEqual(['m2', 'm3']);
  });

  it('leaves out leads that are held back or not ranked', async () => {
    const { ports } = portsOf([shadow({})]);
    const { updates } = await scoreBatch(scoringModel, histories, NOW, 'batch');
    const unranked = [{ ...updates[0]!, unranked: 'junk' }];
    expect(await new ShadowScoring(ports).score('org', active, unranked, histories, NOW)).toEqual([]);
  });

  it('stores once why a model cannot score, and clears it when it can', async () => {
    const { updates } = await scoreBatch(scoringModel, histories, NOW, 'batch');
    const broken = portsOf([shadow({ modelId: 'm9' })]);
    expect(await new ShadowScoring(broken.ports).score('org', active, updates, histories, NOW)).toEqual([]);
    const known = portsOf([shadow({ modelId: 'm9', failure: 'there is no such file' })]);
    await new ShadowScoring(known.ports).score('org', active, updates, histories, NOW);
    const mended = portsOf([shadow({ failure: 'there is no such file' })]);
    await new ShadowScoring(mended.ports).score('org', active, updates, histories, NOW);
    expect([broken.failures, known.failures, mended.failures]).toEqual([['m9 there is no such file'], [], [null]]);
  });

  it('does not score with the active model itself', async () => {
    const { ports } = portsOf([shadow({ modelId: active.id })]);
    const { updates } = await scoreBatch(scoringModel, histories, NOW, 'batch');
    expect(await new ShadowScoring(ports).score('org', active, updates, histories, NOW)).toEqual([]);
  });
});
