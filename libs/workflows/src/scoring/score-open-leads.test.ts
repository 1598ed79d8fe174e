import { describe, expect, it } from 'vitest';
import { noProgress, type LeadScoreUpdate } from '../ports/index.ts';
import { historyOf, NOW, scoringModel } from '../testing/scoring.ts';
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
    models: { save: notCalled, list: notCalled, findActive: notCalled, activate: notCalled, getFile: notCalled },
    crmUsers: { names: notCalled },
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
      settle: notCalled,
      counts: notCalled,
    },
    leases: { tryAcquire: async () => ({ renew: () => Promise.resolve(), release: () => Promise.resolve() }) },
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
});
