import { DAY_MS, seededRandom } from '@leadlight/common';
import type { LeadField, LeadHistory } from '@leadlight/lead-features';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { noProgress, type AuditEntry, type ModelEntry, type ModelEventEntry } from '../../ports/index.ts';
import { historyOf, scoringModel } from '../../testing/scoring.ts';
import { inMemoryShadows } from '../../testing/shadow-models.ts';
import { decideOnShadows, type DecideOnShadowsPorts } from './decide-on-shadows.ts';

const HORIZON_DAYS = 30;
const START = Date.UTC(2026, 5, 1);
const day = (days: number) => START + days * DAY_MS;

vi.mock(import('../../scoring/scoring-model.ts'), async (original) => ({
  ...(await original()),
  scoringModelOf: (entry) => ({
    ...scoringModel,
    entry,
    model: { ...scoringModel.model, facts: { ...scoringModel.model.facts, horizonDays: HORIZON_DAYS } },
  }),
}));

const entryOf = (id: string, version: number, active: boolean): ModelEntry => ({
  ...{ id, version, active, learner: 'forest', trainedAt: START - 100 * DAY_MS },
  report: null,
});

/** 100 leads a day from 200 days before the start, each with its chance to convert within the horizon. */
function company(days: number) {
  const random = seededRandom(9);
  return Array.from({ length: 100 * (200 + days) }, (_, i) => {
    const createdAt = day(-200) + Math.floor(i / 100) * DAY_MS;
    const chance = 0.02 + 0.3 * random() ** 3;
    const wait = HORIZON_DAYS * random() ** 2;
    const history: LeadHistory = {
      ...historyOf(`L${i}`, {}),
      createdAt,
      convertedAt: random() < chance ? createdAt + wait * DAY_MS : null,
    };
    return { history, chance };
  });
}

const leads = company(40);
const logOdds = (chance: number, by: number) => 1 / (1 + ((1 - chance) / chance) * Math.exp(-by));

/** Ports in memory: what the shadow model and the active one predict, as errors of the log odds. */
function orgWith({ shadowError, activeError }: { shadowError: number; activeError: number }) {
  const audit: AuditEntry[] = [];
  const events: ModelEventEntry[] = [];
  const { shadows, shadowModels } = inMemoryShadows();
  const models = [entryOf('m1', 1, true), entryOf('m2', 2, false), entryOf('m3', 3, false)];
  let now = day(0);
  let fields: readonly LeadField[] = [];
  const activate = async (_: string, id: string) => {
    models.forEach((model, i) => (models[i] = { ...model, active: model.id === id }));
  };
  const stores = {
    models: { activate },
    shadowModels,
    auditLog: { append: async (_: string, entry: AuditEntry) => void audit.push(entry) },
  };
  const ports = {
    orgs: { find: async () => ({ orgId: 'org', fields, lastSyncedAt: now }) },
    leadHistories: {
      async *readHistories() {
        yield leads
          .map(({ history }) => history)
          .filter(({ createdAt }) => createdAt <= now)
          .map((history) =>
            history.convertedAt !== null && history.convertedAt > now ? { ...history, convertedAt: null } : history,
          );
      },
    },
    shadowScores: {
      read: async () =>
        leads
          .filter(({ history }) => history.createdAt >= START && history.createdAt <= now)
          .map(({ history, chance }) => ({
            subjectId: history.leadId,
            probability: logOdds(chance, shadowError),
            besideProbability: logOdds(chance, activeError),
            scoredAt: history.createdAt,
          })),
    },
    models: {
      findActive: async () => models.find(({ active }) => active),
      list: async () => models,
      getFile: async () => new Uint8Array(),
    },
    shadowModels,
    modelEvents: { open: async (_: string, event: ModelEventEntry) => events.push(event) > 0 },
    scoringSettings: { findNewest: async () => undefined },
    claims: { claim: async () => ({ confirm: async () => undefined, release: async () => undefined }) },
    atomically: (act: (given: typeof stores) => Promise<unknown>) => act(stores),
    clock: { now: () => now },
  } as unknown as DecideOnShadowsPorts;
  return {
    ...{ ports, audit, events, shadows, shadowModels, models },
    activeId: () => models.find(({ active }) => active)!.id,
    setFields: (given: readonly LeadField[]) => (fields = given),
    decideOn: (days: number, decides = true) => {
      now = day(days);
      return decideOnShadows(ports, 'org', noProgress, decides);
    },
  };
}

const challenger = {
  modelId: 'm2',
  role: 'challenger',
  besideModelId: 'm1',
  startedAt: START,
  startedBy: 'cli',
} as const;
const former = { modelId: 'm2', role: 'former', besideModelId: 'm1', startedAt: START, startedBy: 'training' } as const;

describe('decideOnShadows', () => {
  let better: ReturnType<typeof orgWith>;
  beforeEach(() => (better = orgWith({ shadowError: 0, activeError: 1.2 })));

  it('promotes a challenger that predicts better, with the evidence in the audit log', async () => {
    await better.shadowModels.start('org', challenger);
    const [state] = await better.decideOn(28);
    expect(state).toMatchObject({ ended: 'promoted', version: 2, activeVersion: 1 });
    expect(state!.evidence!.challenger).toBeGreaterThan(20);
    expect(better.activeId()).toBe('m2');
    expect(better.audit).toMatchObject([
      {
        ...{ at: day(28), actor: 'monitor', act: 'model.promote', subject: 'm2' },
        detail: { comparedWith: 'm1', since: START, threshold: 20, challenger: state!.evidence!.challenger },
      },
    ]);
    expect(better.events).toMatchObject([{ kind: 'model_promoted', modelId: 'm2', since: START, endedAt: day(28) }]);
    expect(better.shadows).toMatchObject([
      { modelId: 'm2', role: 'challenger', endedAs: 'promoted', evidence: { threshold: 20 } },
      { modelId: 'm1', role: 'former', besideModelId: 'm2', endedAt: null },
    ]);
  });

  it('rolls back to a former model that predicts better, within four weeks, and does not take turns', async () => {
    await better.shadowModels.start('org', former);
    expect(await better.decideOn(28)).toMatchObject([{ ended: 'restored' }]);
    expect(better.activeId()).toBe('m2');
    expect(better.audit).toMatchObject([
      { act: 'model.roll_back', subject: 'm2', detail: { comparedWith: 'm1', threshold: 10 } },
    ]);
    expect(await better.decideOn(40)).toEqual([]);
    expect(better.activeId()).toBe('m2');
  });

  it('decides nothing while the evidence is weak, and ends the comparison after its longest time', async () => {
    const same = orgWith({ shadowError: 0.05, activeError: -0.05 });
    await same.shadowModels.start('org', former);
    const [state] = await same.decideOn(28);
    expect(state!.ended).toBeUndefined();
    expect(state!.evidence!.leads).toBe(2_900);
    expect(same.shadows).toMatchObject([{ endedAt: null, evidence: { at: day(28), threshold: 10, leads: 2_900 } }]);
    expect(await same.decideOn(59)).toMatchObject([{ ended: 'expired' }]);
    expect(same.activeId()).toBe('m1');
    expect(same.audit).toEqual([]);
  });

  it('ends a challenger that is worse', async () => {
    const worse = orgWith({ shadowError: 1.2, activeError: 0 });
    await worse.shadowModels.start('org', challenger);
    expect(await worse.decideOn(40)).toMatchObject([{ ended: 'worse' }]);
    expect(worse.activeId()).toBe('m1');
    expect(worse.shadows).toMatchObject([{ endedAs: 'worse' }]);
  });

  it('ends a comparison that another model has made void', async () => {
    await better.shadowModels.start('org', { ...former, besideModelId: 'm3' });
    expect(await better.decideOn(28)).toMatchObject([{ ended: 'replaced' }]);
    expect(better.activeId()).toBe('m1');
  });

  it('promotes no challenger that has lost a field', async () => {
    await better.shadowModels.start('org', challenger);
    better.setFields([{ name: 'Id', label: 'Id', type: 'id', custom: false, past: { kind: 'unknown' } } as LeadField]);
    expect(await better.decideOn(28)).toMatchObject([{ heldBack: 'fields_lost' }]);
    expect(better.activeId()).toBe('m1');
  });

  it('only shows what is known if it is not to decide', async () => {
    await better.shadowModels.start('org', challenger);
    const [state] = await better.decideOn(28, false);
    expect(state!.evidence!.challenger).toBeGreaterThan(20);
    expect([better.activeId(), better.audit]).toEqual(['m1', []]);
  });
});
