import { ForestError, trainForest, writeModel, type Json } from '@leadlight/forest';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelEntry } from '../ports/index.ts';
import { DEFAULT_SCORING_SETTINGS } from '../administration/scoring-settings/default-settings.ts';
import { ActiveModels, type ActiveModelsPorts } from './active-models.ts';
import { noExperiments, schema, TestClock } from '../testing/scoring.ts';

const ROWS = 400;
/** A real model file of the test schema; each seed gives another. */
function fileOf(seed: number, facts: { readonly [key: string]: Json }): Uint8Array {
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 2);
  const values = Float64Array.from({ length: ROWS }, (_, row) => (row * 37) % 500);
  const labels = Uint8Array.from({ length: ROWS }, (_, row) => ((row * 7919) % 10 < (row % 2 ? 2 : 6) ? 1 : 0));
  const columns = [
    { kind: 'categorical' as const, name: 'lead_source', codes, categories: ['Referral', 'Web'] },
    { kind: 'numeric' as const, name: 'employees', values },
  ];
  return writeModel(trainForest({ rows: ROWS, columns, labels }, { seed, trees: 5 }, { facts }).model);
}

const entryOf = (id: string, version: number): ModelEntry => ({
  id,
  version,
  learner: 'forest',
  trainedAt: 0,
  active: true,
  report: {},
});

let files: Readonly<Record<string, Uint8Array>>;
beforeAll(() => {
  const facts = { schema: schema as unknown as Json, threshold: 0.4 };
  const whole = fileOf(1, facts);
  const [source, employees] = schema.features;
  const people = { schema: { ...schema, features: [{ ...source, people: true }, employees] } as unknown as Json };
  files = {
    first: whole,
    second: fileOf(2, facts),
    people: fileOf(4, people),
    ranked: fileOf(5, { ...facts, horizonDays: 80, closedStatuses: ['Unqualified'] }),
    damaged: whole.slice(0, -9),
    foreign: fileOf(3, {}),
  };
});

/** A store that counts its calls. */
function store(active: ModelEntry | undefined) {
  const calls = { active: 0, files: 0 };
  return {
    calls,
    activate(entry: ModelEntry | undefined) {
      active = entry;
    },
    findActive() {
      calls.active += 1;
      return Promise.resolve(active);
    },
    getFile(_orgId: string, id: string) {
      calls.files += 1;
      return Promise.resolve(files[id]!);
    },
  };
}

/** No test model names people except one. */
const noUsers = { names: () => Promise.reject(new Error('No name is needed.')) };

const activeModels = (
  models: ReturnType<typeof store>,
  crmUsers: ActiveModelsPorts['crmUsers'],
  clock: TestClock,
  scoringSettings: ActiveModelsPorts['scoringSettings'] = { findNewest: () => Promise.resolve(undefined) },
  maxBytes?: number,
) =>
  new ActiveModels(
    { models, crmUsers, scoringSettings, experiments: noExperiments, orgs: { find: () => Promise.resolve(undefined) } },
    clock.monotonicMs,
    maxBytes,
  );

describe('ActiveModels', () => {
  it('loads a model once and rechecks it at most once a second, regardless of the number of requests', async () => {
    const [models, clock] = [store(entryOf('first', 1)), new TestClock()];
    const active = activeModels(models, noUsers, clock);
    const all = await Promise.all(Array.from({ length: 20 }, () => active.get('org')));
    expect(new Set(all).size).toBe(1);
    expect(all[0]).toMatchObject({ threshold: 0.4, schema, entry: { id: 'first' } });
    clock.advance(999);
    await active.get('org');
    expect(models.calls).toEqual({ active: 1, files: 1 });
    clock.advance(1);
    await Promise.all([active.get('org'), active.get('org')]);
    expect(models.calls).toEqual({ active: 2, files: 1 });
  });

  it('returns the new model within a second of its activation, although the clock goes back', async () => {
    const [models, clock] = [store(entryOf('first', 1)), new TestClock()];
    const active = activeModels(models, noUsers, clock);
    await active.get('org');
    models.activate(entryOf('second', 2));
    clock.setBack(3_600_000);
    clock.advance(1_000);
    expect((await active.get('org')).entry).toMatchObject({ id: 'second', version: 2 });
  });

  it('rejects until the org has an active model', async () => {
    const models = store(undefined);
    const active = activeModels(models, noUsers, new TestClock());
    await expect(active.get('org')).rejects.toMatchObject({ code: 'no_active_model' });
    models.activate(entryOf('first', 1));
    expect((await active.get('org')).entry.id).toBe('first');
  });

  it('rejects a damaged file and a file without lead features', async () => {
    const damaged = activeModels(store(entryOf('damaged', 1)), noUsers, new TestClock());
    await expect(damaged.get('org')).rejects.toBeInstanceOf(ForestError);
    const foreign = activeModels(store(entryOf('foreign', 1)), noUsers, new TestClock());
    await expect(foreign.get('org')).rejects.toMatchObject({ code: 'model_not_for_leads' });
  });

  it('caches a model per org', async () => {
    const models = store(entryOf('first', 1));
    const active = activeModels(models, noUsers, new TestClock());
    await Promise.all([active.get('one'), active.get('two')]);
    expect(models.calls).toEqual({ active: 2, files: 2 });
  });

  it('keeps as many models as fit into its memory, and a larger one alone', async () => {
    const models = store(entryOf('first', 1));
    const open = (maxBytes: number) => activeModels(models, noUsers, new TestClock(), undefined, maxBytes);
    const roomy = open(2 ** 20);
    for (const orgId of ['one', 'two', 'one', 'two']) await roomy.get(orgId);
    expect(models.calls.files).toBe(2);
    const narrow = open(40 * files.first!.length);
    for (const orgId of ['one', 'two', 'two', 'one']) await narrow.get(orgId);
    expect(models.calls.files).toBe(5);
  });

  it('ranks by the settings, which take effect within a second, and by what the training found', async () => {
    const clock = new TestClock();
    const openLeads = [0.1, 0.2, 0.3];
    let bandShares = { A: 20, B: 20, C: 30, D: 30 };
    const scoringSettings = {
      findNewest: () =>
        Promise.resolve({
          settings: { ...DEFAULT_SCORING_SETTINGS, bandShares },
          revision: 1,
          changedAt: 0,
          changedBy: 'cli',
          restores: null,
        }),
    };
    const active = activeModels(store({ ...entryOf('ranked', 1), openLeads }), noUsers, clock, scoringSettings);
    expect((await active.get('org')).ranking).toEqual({
      rules: { junk: DEFAULT_SCORING_SETTINGS.junk, closedStatuses: ['Unqualified'], horizonDays: 80 },
      bandShares,
      openLeads,
    });
    bandShares = { A: 5, B: 15, C: 50, D: 30 };
    clock.advance(1_000);
    expect((await active.get('org')).ranking?.bandShares).toEqual(bandShares);
  });

  it('qualifies leads from the threshold of the training on, or from one that was adopted later', async () => {
    const clock = new TestClock();
    let revision: { threshold: number; changedAt: number } | undefined;
    const scoringSettings = {
      findNewest: () =>
        Promise.resolve(
          revision && {
            settings: { ...DEFAULT_SCORING_SETTINGS, threshold: revision.threshold },
            revision: 1,
            changedAt: revision.changedAt,
            changedBy: 'cli',
            restores: null,
          },
        ),
    };
    const model = { ...entryOf('first', 1), trainedAt: 1_000 };
    const active = activeModels(store(model), noUsers, clock, scoringSettings);
    const threshold = async () => {
      clock.advance(1_000);
      return (await active.get('org')).threshold;
    };
    expect(await threshold()).toBe(0.4);
    revision = { threshold: 0.2, changedAt: 999 };
    expect(await threshold()).toBe(0.4);
    revision = { threshold: 0.2, changedAt: 1_001 };
    expect(await threshold()).toBe(0.2);
  });

  it('loads the names of people that a model knows, and reloads them every five minutes', async () => {
    const clock = new TestClock();
    let reads = 0;
    const users = { names: () => Promise.resolve(new Map([['0051', `Amelia ${(reads += 1)}`]])) };
    const active = activeModels(store(entryOf('people', 1)), users, clock);
    const named = async () => (await active.get('org')).people?.names.get('0051');
    expect([await named(), await named()]).toEqual(['Amelia 1', 'Amelia 1']);
    clock.advance(4 * 60_000);
    expect(await named()).toBe('Amelia 1');
    clock.advance(2 * 60_000);
    expect(await named()).toBe('Amelia 2');
    expect((await active.get('org')).people?.features).toEqual(new Set(['lead_source']));
  });
});
