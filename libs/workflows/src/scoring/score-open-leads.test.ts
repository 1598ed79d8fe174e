import { expect, test } from 'vitest';
import { noProgress, type LeadScoreUpdate } from '../ports/index.ts';
import { historyOf, NOW, scoringModel } from '../testing/scoring.ts';
import { scoreOpenLeads, type ScoreOpenLeadsPorts } from './score-open-leads.ts';

const notAsked = (): never => expect.fail('not asked for');
const model = (version: number) => ({
  ...scoringModel,
  entry: { ...scoringModel.entry, id: `model-${version}`, version },
});

/** Two leads in a chunk each; what is queued and which marks are taken back, in order. */
function portsOf() {
  const happened: string[] = [];
  const labelOf = ({ leadId, modelLabel }: LeadScoreUpdate) => `${leadId} ${modelLabel}`;
  const ports: ScoreOpenLeadsPorts = {
    models: { save: notAsked, list: notAsked, findActive: notAsked, activate: notAsked, getFile: notAsked },
    crmUsers: { names: notAsked },
    leadHistories: {
      append: notAsked,
      findCursor: notAsked,
      findHistories: notAsked,
      countLeads: () => Promise.resolve({ all: 2, open: 2 }),
      async *readHistories() {
        yield [historyOf('L1', {})];
        yield [historyOf('L2', {})];
      },
    },
    unscoredLeads: {
      list: notAsked,
      latest: () => Promise.resolve(5),
      forgetUpTo: async (_, mark) => void happened.push(`marks up to ${mark} are gone`),
    },
    outbox: {
      enqueue: async (_, _entries, updates) => {
        happened.push(...updates.map(labelOf));
        return updates.length;
      },
      pending: notAsked,
      urgent: notAsked,
      settle: notAsked,
      counts: notAsked,
    },
    leases: { tryAcquire: async () => ({ renew: () => Promise.resolve(), release: () => Promise.resolve() }) },
    clock: { now: () => NOW },
  };
  return { ports, happened };
}

test('where another model becomes active on the way, it begins anew with that one, and no lead ends with the old one', async () => {
  const { ports, happened } = portsOf();
  // At the beginning and before the first chunk the old one, from then on the new one.
  const models = [model(7), model(7)];
  const active = { get: () => Promise.resolve(models.shift() ?? model(8)) };
  expect(await scoreOpenLeads(ports, 'org', noProgress, { active })).toMatchObject({ scored: 2, queued: 2 });
  expect(happened).toEqual(['L1 v7 model-7', 'L1 v8 model-8', 'L2 v8 model-8', 'marks up to 5 are gone']);
});

test('a model that becomes active after the last chunk is heeded, too, before marks are taken back', async () => {
  const { ports, happened } = portsOf();
  const models = [model(7), model(7), model(7)];
  const active = { get: () => Promise.resolve(models.shift() ?? model(8)) };
  await scoreOpenLeads(ports, 'org', noProgress, { active });
  expect(happened).toEqual([
    'L1 v7 model-7',
    'L2 v7 model-7',
    'L1 v8 model-8',
    'L2 v8 model-8',
    'marks up to 5 are gone',
  ]);
});

test('it stops between two chunks where it is told to, and takes no mark back', async () => {
  const { ports, happened } = portsOf();
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
  expect(happened).toEqual(['L1 v7 model-7']);
});
