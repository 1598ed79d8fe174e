import { defaultJunkRules } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { noProgress, type LeadScoreUpdate } from '../ports/index.ts';
import { historyOf, NOW, scoringModel, noBuckets, noExperiments } from '../testing/scoring.ts';
import { scoreOpenLeads, type ScoreOpenLeadsPorts } from './score-open-leads.ts';

const notCalled = (): never => expect.fail('not called');
const model = (version: number) => ({
  ...scoringModel,
  entry: { ...scoringModel.entry, id: `model-${version}`, version },
});

/** Two leads, each in its own chunk; records in order what is queued and which marks are removed. */
function portsOf() {
  const events: string[] = [];
  const labelOf = ({ leadId, modelLabel }: LeadScoreUpdate) => `${leadId} ${modelLabel}`;
  const ports: ScoreOpenLeadsPorts = {
    models: {
      save: notCalled,
      list: notCalled,
      findActive: notCalled,
      activate: notCalled,
      saveOpenLeads: async (_, modelId, { length }) => void events.push(`rank ${length} leads by ${modelId}`),
      getFile: notCalled,
    },
    experiments: noExperiments,
    shadowModels: { listOpen: () => Promise.resolve([]), noteFailure: notCalled },
    crmUsers: { names: notCalled },
    scoringSettings: { findNewest: notCalled },
    leadHistories: {
      append: notCalled,
      findCursor: notCalled,
      findHistories: notCalled,
      countLeads: () => Promise.resolve({ all: 2, open: 2 }),
      async *readHistories() {
        yield [historyOf('L1', {})];
        yield [historyOf('L2', {})];
      },
    },
    unscoredLeads: {
      list: notCalled,
      latest: () => Promise.resolve(5),
      forgetUpTo: async (_, mark) => void events.push(`forget marks up to ${mark}`),
    },
    outbox: {
      enqueue: async (_, _entries, updates) => {
        events.push(...updates.map(labelOf));
        return updates.length;
      },
      pending: notCalled,
      urgent: notCalled,
      hastenBest: notCalled,
      settle: notCalled,
      counts: notCalled,
    },
    claims: { claim: async () => ({ confirm: () => Promise.resolve(), release: () => Promise.resolve() }) },
    ...noBuckets,
    orgs: { find: () => Promise.resolve(undefined) },
    clock: { now: () => NOW },
  };
  return { ports, events };
}

describe('scoreOpenLeads', () => {
  it('starts again if another model becomes active, so that no lead keeps a score of the old one', async () => {
    const { ports, events } = portsOf();
    // The old model at the start and before the first chunk, then the new one.
    const models = [model(7), model(7)];
    const active = { get: () => Promise.resolve(models.shift() ?? model(8)) };
    expect(await scoreOpenLeads(ports, 'org', noProgress, { active })).toMatchObject({ scored: 2, queued: 2 });
    expect(events).toEqual(['L1 v7 model-7', 'L1 v8 model-8', 'L2 v8 model-8', 'forget marks up to 5']);
  });

  it('notices a model that becomes active after the last chunk, before it removes marks', async () => {
    const { ports, events } = portsOf();
    const models = [model(7), model(7), model(7)];
    const active = { get: () => Promise.resolve(models.shift() ?? model(8)) };
    await scoreOpenLeads(ports, 'org', noProgress, { active });
    expect(events).toEqual([
      'L1 v7 model-7',
      'L2 v7 model-7',
      'L1 v8 model-8',
      'L2 v8 model-8',
      'forget marks up to 5',
    ]);
  });

  it('stops between two chunks when the signal aborts, and removes no marks', async () => {
    const { ports, events } = portsOf();
    const stop = new AbortController();
    let asked = 0;
    const active = {
      get: async () => {
        asked += 1;
        if (asked === 2) stop.abort(new Error('stopped'));
        return model(7);
      },
    };
    await expect(scoreOpenLeads(ports, 'org', noProgress, { active, signal: stop.signal })).rejects.toThrow('stopped');
    expect(events).toEqual(['L1 v7 model-7']);
  });

  it('ranks the open leads before it scores them, leaves junk out, and counts what it left out', async () => {
    const { ports, events } = portsOf();
    const leads = Array.from({ length: 60 }, (_, i) =>
      historyOf(`L${i}`, {
        LeadSource: i % 2 === 0 ? 'Referral' : 'Web',
        NumberOfEmployees: i,
        LastName: i < 5 ? 'Test' : 'Lee',
      }),
    );
    let reads = 0;
    const leadHistories = {
      ...ports.leadHistories,
      async *readHistories() {
        reads += 1;
        yield leads;
      },
    };
    const ranking = {
      rules: { junk: defaultJunkRules, closedStatuses: [] },
      bandShares: { A: 20, B: 20, C: 30, D: 30 },
    };
    const active = { get: () => Promise.resolve({ ...model(7), ranking }) };
    const result = await scoreOpenLeads({ ...ports, leadHistories }, 'org', noProgress, { active });
    expect(events[0]).toBe('rank 55 leads by model-7');
    expect(result).toMatchObject({ scored: 60, unranked: { made_up_name: 5 }, best: { leadId: 'L6' } });
    // What the ranking read is scored: the bands hold their shares, so that nothing is ranked again.
    expect(reads).toBe(1);
  });

  it('queues the leads most likely to convert first, and reports them before the others are queued', async () => {
    const { ports, events } = portsOf();
    const leads = Array.from({ length: 450 }, (_, i) =>
      historyOf(`L${i}`, { LeadSource: i >= 400 ? 'Referral' : 'Web', NumberOfEmployees: 5, LastName: 'Lee' }),
    );
    const leadHistories = {
      ...ports.leadHistories,
      async *readHistories() {
        for (let start = 0; start < leads.length; start += 150) yield leads.slice(start, start + 150);
      },
    };
    const outbox = {
      ...ports.outbox,
      enqueue: async (_org: string, _entries: unknown, updates: readonly LeadScoreUpdate[]) => {
        const best = updates.filter(({ leadId }) => Number(leadId.slice(1)) >= 400).length;
        events.push(`queued ${updates.length}, ${best} of the best`);
        return updates.length;
      },
    };
    const ranking = {
      rules: { junk: null, closedStatuses: [] },
      bandShares: { A: 20, B: 20, C: 30, D: 30 },
    };
    const active = { get: () => Promise.resolve({ ...model(7), ranking }) };
    const onBestQueued = async (best: { leadId: string } | undefined) => {
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`best is ${best?.leadId}`);
    };
    const result = await scoreOpenLeads({ ...ports, leadHistories, outbox }, 'org', noProgress, {
      active,
      onBestQueued,
    });
    expect(events).toEqual([
      'rank 450 leads by model-7',
      'queued 200, 50 of the best',
      'best is L400',
      'queued 200, 0 of the best',
      'queued 50, 0 of the best',
      'forget marks up to 5',
    ]);
    expect(result.best).toMatchObject({ leadId: 'L400' });
  });

  it('scores histories that were read before, as of then, unless a lead has changed since', async () => {
    const { ports } = portsOf();
    const scoredWith = async (mark: number) => {
      const scored: [string, number][] = [];
      const outbox = {
        ...ports.outbox,
        enqueue: async (_org: string, _entries: unknown, updates: readonly LeadScoreUpdate[]) => {
          scored.push(...updates.map(({ leadId, scoredAt }) => [leadId, scoredAt] as [string, number]));
          return updates.length;
        },
      };
      const read = { histories: [historyOf('Read', {})], readAt: NOW - 5_000, mark };
      const active = { get: () => Promise.resolve(model(7)) };
      await scoreOpenLeads({ ...ports, outbox }, 'org', noProgress, { active, read });
      return scored;
    };
    expect(await scoredWith(5)).toEqual([['Read', NOW - 5_000]]);
    expect(await scoredWith(4)).toEqual([
      ['L1', NOW],
      ['L2', NOW],
    ]);
  });

  it('starts again if the settings of the ranking change', async () => {
    const { ports, events } = portsOf();
    const withShares = (A: number) => ({
      ...model(7),
      ranking: {
        rules: { junk: null, closedStatuses: [] },
        bandShares: { A, B: 20, C: 30, D: 50 - A },
        openLeads: [0.1, 0.9],
      },
    });
    const models = [withShares(20), withShares(20)];
    const active = { get: () => Promise.resolve(models.shift() ?? withShares(10)) };
    await scoreOpenLeads(ports, 'org', noProgress, { active });
    expect(events).toEqual(['L1 v7 model-7', 'L1 v7 model-7', 'L2 v7 model-7', 'forget marks up to 5']);
  });
});
