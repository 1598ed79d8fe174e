import { seededRandom } from '@leadlight/common';
import type { LeadScore } from '@leadlight/contract';
import { trainForest, writeModel, type Json } from '@leadlight/forest';
import { DEFAULT_BAND_SHARES } from '@leadlight/lead-score';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelEntry, ScoreLogEntry } from '../ports/index.ts';
import { historyOf, NOW, schema, scoringPorts } from '../testing/scoring.ts';
import { scoreBatch } from './batch-scores.ts';
import { replayAllScores, ScoreReplay } from './replay-scores.ts';
import { scoreLeads } from './score-leads.ts';
import { scoringModelOf, type ScoringModel } from './scoring-model.ts';

const SCORES = 10_000;
const LEADS_PER_REQUEST = 50;
const SOURCES = ['Referral', 'Web', 'Trade fair', 'Billboard', null] as const;

function fileOf(seed: number): Uint8Array {
  const random = seededRandom(seed);
  const rows = 600;
  const codes = Int32Array.from({ length: rows }, () => Math.floor(3 * random()));
  const values = Float64Array.from({ length: rows }, () => (random() < 0.1 ? NaN : random() * 500));
  const labels = Uint8Array.from(codes, (code) => (random() < (code === 0 ? 0.5 : 0.1) ? 1 : 0));
  const columns = [
    { kind: 'categorical' as const, name: 'lead_source', codes, categories: ['Referral', 'Web', 'Trade fair'] },
    { kind: 'numeric' as const, name: 'employees', values },
  ];
  const facts = { schema: schema as unknown as Json, threshold: 0.3, trainedAt: NOW };
  return writeModel(trainForest({ rows, columns, labels }, { seed, trees: 20 }, { facts }).model);
}

const entryOf = (id: string, version: number): ModelEntry => ({
  ...{ id, version, learner: 'forest', trainedAt: NOW, active: false, report: {} },
});

/** As the database returns an entry: JSON, and the context apart from it. */
const stored = ({ responseText: _text, contextText: _context, ...entry }: ScoreLogEntry): ScoreLogEntry =>
  JSON.parse(JSON.stringify(entry)) as ScoreLogEntry;

const files = new Map<string, Uint8Array>();
const log: ScoreLogEntry[] = [];
const contexts = new Map<string, string>();
const ports = {
  models: {
    list: () => Promise.resolve([...files.keys()].map((id, index) => entryOf(id, index + 1))),
    getFile: (_orgId: string, id: string) => Promise.resolve(files.get(id)!),
  },
  scoreLog: {
    findContext: (_orgId: string, id: string) => Promise.resolve(contexts.get(id)),
    async *readAll(_orgId: string, entriesPerChunk: number) {
      for (let start = 0; start < log.length; start += entriesPerChunk) {
        yield await Promise.resolve(log.slice(start, start + entriesPerChunk));
      }
    },
  },
};

/** Scores by one of two models, one of two rankings and several numbers of reasons, by the API and by batches. */
beforeAll(async () => {
  for (const seed of [1, 2]) files.set(`model-${seed}`, fileOf(seed));
  const random = seededRandom(5);
  const rankings = [40, 80].map((count) => ({
    rules: { junk: null, closedStatuses: ['Lost'] },
    bandShares: DEFAULT_BAND_SHARES,
    openLeads: Array.from({ length: count }, () => random() / 2).sort((a, b) => a - b),
  }));
  const models = [...files].map(([id, file], index) => scoringModelOf(entryOf(id, index + 1), file));
  const randomLead = (number: number) =>
    historyOf(`lead-${number}`, {
      LeadSource: SOURCES[Math.floor(SOURCES.length * random())]!,
      NumberOfEmployees: random() < 0.2 ? null : random() * 1_000,
      Status: random() < 0.1 ? 'Lost' : 'Open',
    });
  for (let request = 0; log.length < SCORES; request++) {
    const ranking = request % 3 === 2 ? undefined : rankings[request % 3];
    const scoring: ScoringModel = { ...models[request % 2]!, ranking };
    const leads = Array.from({ length: LEADS_PER_REQUEST }, (_, index) => randomLead(log.length + index));
    const entries = await scoresOf(scoring, leads, request);
    for (const entry of entries) contexts.set(entry.contextId!, entry.contextText!);
    log.push(...entries.map(stored));
  }
});

async function scoresOf(scoring: ScoringModel, leads: ReturnType<typeof historyOf>[], request: number) {
  if (request % 2 === 0) return (await scoreBatch(scoring, leads, NOW, 'batch')).entries;
  const scored = scoringPorts(leads);
  const activeModels = { get: () => Promise.resolve(scoring) };
  const sent = leads.map(({ leadId }) => ({ leadId }));
  await scoreLeads({ ...scored, activeModels }, 'org', { leads: sent, maxReasons: request % 5 }, 'api:key_1');
  return scored.logged.map(({ entry }) => entry);
}

describe('replayAllScores', () => {
  it('computes 10,000 logged scores again, equal in every bit', async () => {
    expect(log).toHaveLength(SCORES);
    expect(new Set(log.map(({ contextId }) => contextId)).size).toBeGreaterThan(5);
    expect(log.some(({ row }) => row?.includes('Billboard'))).toBe(true);
    expect(log.some(({ row }) => row?.includes(null))).toBe(true);
    expect(await replayAllScores(ports, 'org')).toEqual({
      equal: SCORES,
      different: 0,
      notReplayable: { row_not_logged: 0, model_removed: 0 },
      examples: [],
    });
  });
});

describe('ScoreReplay', () => {
  const replayOne = async (entry: ScoreLogEntry) => {
    const [replay] = await new ScoreReplay(ports, 'org').replay([entry]);
    return 'notReplayable' in replay! ? replay.notReplayable : replay!.differences;
  };

  it('finds a probability that was changed in its last bit, a changed reason and a changed value', async () => {
    const entry = log.find(({ row, requestedBy }) => row?.[0] === 'Referral' && requestedBy === 'batch')!;
    const response = entry.response as LeadScore;
    const bits = new BigUint64Array(Float64Array.of(response.probability).buffer);
    bits[0]! += 1n;
    const [probability] = new Float64Array(bits.buffer);
    expect(await replayOne(entry)).toEqual([]);
    expect(await replayOne({ ...entry, response: { ...response, probability } })).toEqual(['probability']);
    expect(await replayOne({ ...entry, probability: probability! })).toEqual(['logged probability']);
    const reasons = response.reasons.with(0, { ...response.reasons[0]!, points: response.reasons[0]!.points + 1 });
    expect(await replayOne({ ...entry, response: { ...response, reasons } })).toEqual(['reasons']);
    expect(await replayOne({ ...entry, row: entry.row!.with(1, 123.5) })).toContain('inputHash');
  });

  it('says of a score why it cannot be computed again', async () => {
    const { row: _row, ...early } = log[0]!;
    expect(await replayOne(early)).toBe('row_not_logged');
    expect(await replayOne({ ...log[0]!, contextId: 'unknown' })).toBe('row_not_logged');
    expect(await replayOne({ ...log[0]!, modelId: 'gone' })).toBe('model_removed');
  });

  it('gives every reason of a score that was logged with fewer', async () => {
    const entry = log.find(({ response }) => {
      const { reasons, otherPoints } = response as LeadScore;
      return reasons.length === 0 && otherPoints !== 0;
    })!;
    const replay = new ScoreReplay(ports, 'org');
    const [replayed] = await replay.replay([entry]);
    if ('notReplayable' in replayed!) throw new Error(replayed.notReplayable);
    const explained = (await replay.withAllReasons(replayed!))!;
    const points = explained.reasons.reduce((sum, reason) => sum + reason.points, 0);
    expect(explained.reasons.length).toBeGreaterThan(0);
    expect(explained).toMatchObject({
      score: entry.score,
      otherPoints: entry.score - explained.baselineScore - points,
    });
  });
});
