import { DAY_MS, MINUTE_MS, seededRandom } from '@leadlight/common';
import type { LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import type {
  AdministrativeStores,
  AuditEntry,
  EnrolledLead,
  ExperimentEntry,
  ExperimentStore,
  ModelEntry,
  StoredAnalysis,
} from '../ports/index.ts';
import { leadScoreHistory } from '../scoring/lead-score-history.ts';
import { scoreLeads } from '../scoring/score-leads.ts';
import { whatIf } from '../scoring/what-if.ts';
import { scoreBatch } from '../scoring/batch-scores.ts';
import { historyOf, NOW, scoringModel, scoringPorts } from '../testing/scoring.ts';
import { experimentStatus, planExperiment, startExperiment, stopExperiment } from './experiments.ts';
import { experimentReportOf } from './wire.ts';
import { withheldLeads, withoutWithheld } from './withhold-scores.ts';

/** One org's experiments in memory. */
class MemoryExperiments implements ExperimentStore {
  readonly leads = new Map<string, EnrolledLead>();
  readonly analyses = new Map<number, StoredAnalysis>();
  entries: ExperimentEntry[] = [];

  findOpen = () => Promise.resolve(this.entries.find(({ state }) => state !== 'ended'));
  list = () => Promise.resolve(this.entries);
  start = async (_orgId: string, entry: Omit<ExperimentEntry, 'state' | 'stoppedAt'>) => {
    if (await this.findOpen()) return false;
    this.entries = [{ ...entry, state: 'running', stoppedAt: null }, ...this.entries];
    return true;
  };
  stop = (_orgId: string, id: string, state: 'exploring' | 'ended', at: number) => {
    this.entries = this.entries.map((entry) =>
      entry.id === id ? { ...entry, state, stoppedAt: entry.stoppedAt ?? at } : entry,
    );
    return Promise.resolve(true);
  };
  enrol = (_orgId: string, _id: string, leads: readonly Omit<EnrolledLead, 'viewedAt'>[]) => {
    for (const lead of leads)
      if (!this.leads.has(lead.leadId)) this.leads.set(lead.leadId, { ...lead, viewedAt: null });
    return Promise.resolve(leads.map(({ leadId }) => this.leads.get(leadId)!));
  };
  findLeads = (_orgId: string, _id: string, leadIds: readonly string[]) =>
    Promise.resolve(leadIds.flatMap((leadId) => this.leads.get(leadId) ?? []));
  markViewed = (_orgId: string, _id: string, leadIds: readonly string[], at: number) => {
    for (const leadId of leadIds) this.leads.set(leadId, { ...this.leads.get(leadId)!, viewedAt: at });
    return Promise.resolve();
  };
  async *readLeads(): AsyncGenerator<readonly EnrolledLead[]> {
    yield await Promise.resolve([...this.leads.values()]);
  }
  saveAnalysis = (_orgId: string, _id: string, analysis: StoredAnalysis) => {
    if (!this.analyses.has(analysis.day)) this.analyses.set(analysis.day, analysis);
    return Promise.resolve();
  };
  listAnalyses = () => Promise.resolve([...this.analyses.values()].sort((a, b) => a.day - b.day));
}

const MONTH = { key: '2026-01', settled: 1_000, reached: 60, unsettled: 300, unsettledReached: 4 };

function org(given: { settled?: number } = {}) {
  const experiments = new MemoryExperiments();
  const audited: AuditEntry[] = [];
  let now = NOW - 40 * DAY_MS;
  const stores = {
    experiments,
    auditLog: { append: (_orgId: string, entry: AuditEntry) => Promise.resolve(void audited.push(entry)) },
  };
  const counts = [{ ...MONTH, scored: 0, scoredReached: 0, expected: 0, settled: given.settled ?? MONTH.settled }];
  const histories = new Map<string, LeadHistory>();
  return {
    experiments,
    audited,
    histories,
    setNow: (at: number) => (now = at),
    clock: { now: () => now },
    models: { findActive: () => Promise.resolve({ report: { horizonDays: 30 } } as unknown as ModelEntry) },
    scoringSettings: { findNewest: () => Promise.resolve(undefined) },
    conversionCounts: { count: () => Promise.resolve(counts) },
    leadHistories: { findHistories: () => Promise.resolve(histories) },
    atomically: <Result>(act: (within: AdministrativeStores) => Promise<Result>) =>
      act(stores as unknown as AdministrativeStores),
  };
}

const newLead = (leadId: string, createdAt: number, fields: Record<string, string> = {}): LeadHistory => ({
  ...historyOf(leadId, { LeadSource: 'Referral', NumberOfEmployees: 250, OwnerId: '005A', ...fields }),
  createdAt,
});

describe('planExperiment', () => {
  it('needs 13,434 leads for a fifth more than 6 %, and says how long they take to come in', async () => {
    const { plan, weeks, baseRateOf } = await planExperiment(org(), 'org', {});
    expect(plan).toMatchObject({ baseRate: 0.06, relativeEffect: 0.2, plannedLeads: 13_434, horizonDays: 30 });
    expect(baseRateOf).toEqual({ settled: 1_000 });
    // 300 leads in the last 30 days: 70 a week, of which 5 % are exploration.
    expect(weeks).toBe(Math.ceil(13_434 / (70 * 0.95) + 30 / 7));
  });

  it('needs more leads where one arm is smaller, or reps share their time', async () => {
    const planned = async (question: object) => (await planExperiment(org(), 'org', question)).plan.plannedLeads;
    expect(await planned({ hiddenShare: 0.2 })).toBe(Math.ceil(13_434 / 0.64));
    expect(await planned({ design: 'repFortnight' })).toBe(Math.ceil(13_434 * 1.5));
  });

  it('asks for the base rate where too few leads are settled, and rejects an impossible one', async () => {
    const young = org({ settled: 150 });
    await expect(planExperiment(young, 'org', {})).rejects.toMatchObject({ code: 'base_rate_unknown' });
    expect((await planExperiment(young, 'org', { baseRate: 0.06 })).plan.plannedLeads).toBe(13_434);
    await expect(planExperiment(young, 'org', { baseRate: 0.9 })).rejects.toMatchObject({ code: 'effect_impossible' });
  });
});

/** An experiment that began 39 days ago, with 400 leads that were created since. */
async function running(question: object = {}) {
  const given = org();
  const entry = await startExperiment(given, 'org', question, 'cli', 'seed');
  given.setNow(NOW);
  const leads = Array.from({ length: 400 }, (_, n) => newLead(`lead-${n}`, NOW - 30 * DAY_MS + n));
  const before = newLead('before', NOW - 60 * DAY_MS);
  return { ...given, entry, leads, before };
}

const scored = (leads: readonly LeadHistory[]) => leads.map((history) => ({ history, band: 'A', isUnranked: false }));

describe('withheldLeads', () => {
  it('withholds the score of half of the new leads and of 5 % for exploration, the same ones each time', async () => {
    const { experiments, entry, leads, before } = await running();
    const withheld = await withheldLeads(experiments, 'org', entry, scored([before, ...leads]), NOW);
    expect(withheld.has('before')).toBe(false);
    const arms = Object.groupBy(experiments.leads.values(), ({ arm }) => arm);
    expect(arms.exploration!.length).toBeGreaterThan(8);
    expect(arms.exploration!.length).toBeLessThan(36);
    expect(Math.abs(arms.hidden!.length - arms.shown!.length)).toBeLessThan(60);
    expect(withheld.size).toBe(arms.hidden!.length + arms.exploration!.length);
    const again = await withheldLeads(experiments, 'org', entry, scored(leads.toReversed()), NOW + DAY_MS);
    expect([...again].toSorted()).toEqual([...withheld].toSorted());
    expect([...experiments.leads.values()].every(({ enrolledAt }) => enrolledAt === NOW)).toBe(true);
  });

  it('enrols no lead that lists by score leave out', async () => {
    const { experiments, entry, leads } = await running();
    const junk = scored(leads).map((each) => ({ ...each, isUnranked: true }));
    expect((await withheldLeads(experiments, 'org', entry, junk, NOW)).size).toBe(0);
    expect(experiments.leads.size).toBe(0);
  });

  it('treats all leads of an owner that were created in a fortnight alike, but for exploration', async () => {
    const { experiments, entry } = await running({ design: 'repFortnight' });
    const leads = Array.from({ length: 200 }, (_, n) =>
      newLead(`lead-${n}`, entry.startedAt + (n % 28) * DAY_MS + 1, { OwnerId: n % 2 ? '005A' : '005B' }),
    );
    await withheldLeads(experiments, 'org', entry, scored(leads), NOW);
    const compared = [...experiments.leads.values()].filter(({ arm }) => arm !== 'exploration');
    const arms = Map.groupBy(compared, ({ repId, fortnight }) => `${repId} ${fortnight}`);
    expect(arms.size).toBe(4);
    for (const ofRep of arms.values()) expect(new Set(ofRep.map(({ arm }) => arm)).size).toBe(1);
    // Of two successive fortnights of an owner, one is hidden.
    const armOf = (key: string) => arms.get(key)![0]!.arm;
    expect(armOf('005A 0')).not.toBe(armOf('005A 1'));
  });
});

describe('an experiment', () => {
  it('leaves hidden scores out of answers, other values and past scores, and logs them', async () => {
    const { experiments, entry, leads } = await running();
    const ports = {
      ...scoringPorts(leads),
      experiments,
      activeModels: { get: () => Promise.resolve({ ...scoringModel, experiment: entry }) },
    };
    const sent = leads.slice(0, 100).map(({ leadId }) => ({ leadId }));
    const { response, body } = await scoreLeads(ports, 'org', { leads: sent, isView: true }, 'api:key_1');
    expect(body).toBe(JSON.stringify(response));
    const hidden = response.problems.map(({ leadId }) => leadId);
    expect(hidden.length).toBeGreaterThan(30);
    expect(response.problems[0]).toMatchObject({
      type: '/problems/score-withheld',
      title: 'Not shown: part of a test',
    });
    expect(response.scores.map(({ leadId }) => leadId)).toEqual(
      sent.map(({ leadId }) => leadId).filter((leadId) => !hidden.includes(leadId)),
    );
    expect(ports.logged).toHaveLength(100);
    for (const { leadId, arm, viewedAt } of experiments.leads.values()) {
      expect(hidden.includes(leadId)).toBe(arm !== 'shown');
      expect(viewedAt).toBe(arm === 'shown' ? NOW : null);
    }
    const scoreLog = { findBySubject: () => Promise.resolve([]) };
    await expect(whatIf(ports, 'org', { leadId: hidden[0]! })).rejects.toMatchObject({ code: 'score_withheld' });
    await expect(whatIf(ports, 'org', { leadId: response.scores[0]!.leadId })).resolves.toBeDefined();
    expect(await leadScoreHistory({ scoreLog, experiments }, 'org', hidden[0]!, 5)).toEqual({
      leadId: hidden[0],
      scores: [],
    });
  });

  it('holds hidden scores back from the CRM until it stops, and the share of exploration until that ends too', async () => {
    const { experiments, entry, leads, audited, ...ports } = await running();
    const { updates } = await scoreBatch(scoringModel, leads, NOW, 'batch');
    const written = async () => {
      const open = await experiments.findOpen();
      return (await withoutWithheld(experiments, 'org', open, updates, leads, NOW)).map(({ leadId }) => leadId);
    };
    const during = await written();
    expect(during.length).toBeGreaterThan(150);
    expect(during.length).toBeLessThan(250);
    const all = { experiments, audited, ...ports };
    await expect(startExperiment(all, 'org', {}, 'cli')).rejects.toMatchObject({ code: 'experiment_open' });
    await stopExperiment(all, 'org', { endExploration: false }, 'cli');
    const arms = new Map([...experiments.leads.values()].map(({ leadId, arm }) => [leadId, arm]));
    expect(await written()).toEqual(
      leads.map(({ leadId }) => leadId).filter((leadId) => arms.get(leadId) !== 'exploration'),
    );
    await expect(stopExperiment(all, 'org', { endExploration: false }, 'cli')).rejects.toMatchObject({
      code: 'no_experiment',
    });
    await stopExperiment(all, 'org', { endExploration: true }, 'cli');
    expect(await written()).toHaveLength(400);
    expect(audited.map(({ act }) => act)).toEqual(['experiment.start', 'experiment.stop', 'experiment.stop']);
    expect(entry.startedAt).toBe(NOW - 40 * DAY_MS + MINUTE_MS);
  });
});

describe('experimentStatus', () => {
  /** 6,000 leads of which `rates` convert within a week. */
  async function withOutcomes(rates: Readonly<Record<'shown' | 'hidden', number>>) {
    const given = await running({ baseRate: 0.1, relativeEffect: 0.5 });
    const random = seededRandom(3);
    const leads = Array.from({ length: 6_000 }, (_, n) => newLead(`lead-${n}`, given.entry.startedAt + 1));
    const at = given.entry.startedAt + DAY_MS;
    await withheldLeads(given.experiments, 'org', given.entry, scored(leads), at);
    for (const lead of leads) {
      const { arm } = given.experiments.leads.get(lead.leadId)!;
      const converts = arm !== 'exploration' && random() < rates[arm];
      given.histories.set(lead.leadId, { ...lead, convertedAt: converts ? at + 7 * DAY_MS : null });
    }
    return { ...given, at };
  }

  it('knows nothing until the horizon of leads has passed, then says that scores help, with a range', async () => {
    const given = await withOutcomes({ shown: 0.15, hidden: 0.1 });
    given.setNow(given.at + 29 * DAY_MS);
    const early = experimentReportOf(await experimentStatus(given, 'org'));
    expect(early.standing).toMatchObject({ settled: 0, verdict: 'notKnown', effect: null });
    given.setNow(given.at + 31 * DAY_MS);
    const { experiment, standing } = experimentReportOf(await experimentStatus(given, 'org'));
    expect(standing!.settled).toBe(standing!.shown + standing!.hidden);
    expect(standing).toMatchObject({ verdict: 'helps', share: 1 });
    expect(standing!.effect!.low).toBeGreaterThan(0);
    expect(standing!.effect!.difference).toBeCloseTo(0.05, 1);
    expect(JSON.stringify(experiment)).not.toContain('seed');
  });

  it('finds no effect where there is none, and keeps a stored verdict when leads are erased', async () => {
    const none = await withOutcomes({ shown: 0.1, hidden: 0.1 });
    none.setNow(none.at + 31 * DAY_MS);
    expect((await experimentStatus(none, 'org'))!.result.verdict).toBe('notFound');
    const helps = await withOutcomes({ shown: 0.15, hidden: 0.1 });
    helps.setNow(helps.at + 31 * DAY_MS);
    await experimentStatus(helps, 'org');
    helps.experiments.leads.clear();
    helps.setNow(helps.at + 40 * DAY_MS);
    expect((await experimentStatus(helps, 'org'))!.result.verdict).toBe('helps');
  });

  it('says that there has been none', async () => {
    expect(experimentReportOf(await experimentStatus(org(), 'org'))).toEqual({ experiment: null, standing: null });
  });
});
