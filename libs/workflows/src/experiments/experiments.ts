import { randomUUID } from 'node:crypto';
import { MINUTE_MS } from '@leadlight/common';
import { sampleSizePerArm } from '@leadlight/evaluation';
import { DEFAULT_HORIZON_DAYS, type Goal } from '@leadlight/lead-features';
import { settingsOf } from '../administration/scoring-settings/read-scoring-settings.ts';
import { WorkflowError } from '../errors.ts';
import type {
  Administration,
  Clock,
  ConversionCounts,
  ExperimentEntry,
  ExperimentPlan,
  ExperimentStore,
  ModelEntry,
  ModelStore,
  ScoringSettingsStore,
} from '../ports/index.ts';
import { analyseExperiment, type AnalysisPorts, type ExperimentStanding } from './analyse-experiment.ts';

/** What an administrator decides; the rest follows from the org and the defaults. */
export interface ExperimentQuestion {
  readonly design?: ExperimentPlan['design'];
  readonly hiddenShare?: number;
  readonly explorationShare?: number;
  /** Absent = the share of settled leads of this org that reached the goal within the horizon. */
  readonly baseRate?: number;
  readonly relativeEffect?: number;
  readonly alpha?: number;
  readonly power?: number;
}

export interface PlanPorts {
  readonly models: Pick<ModelStore, 'findActive'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly conversionCounts: ConversionCounts;
  readonly clock: Clock;
}

export interface PlannedExperiment {
  readonly plan: Omit<ExperimentPlan, 'seed'>;
  /** Weeks until as many leads have come in as are planned, and the horizon of the last has passed; null = not known. */
  readonly weeks: number | null;
  /** Whether the base rate was measured in this org, and on how many settled leads. */
  readonly baseRateOf: { readonly settled: number } | null;
}

const DEFAULTS = {
  design: 'lead',
  hiddenShare: 0.5,
  explorationShare: 0.05,
  relativeEffect: 0.2,
  alpha: 0.05,
  power: 0.8,
} as const;
/**
 * Leads of one rep in one fortnight resemble each other, so they say less than as many unrelated leads. An assumption: it is
 * not measured before the experiment.
 */
const REP_FORTNIGHT_FACTOR = 1.5;
const MIN_SETTLED = 200;
/** By then every process knows of the experiment, so that no score of a lead that takes part is shown before. */
const START_DELAY_MS = MINUTE_MS;

/**
 * How many leads an experiment needs, and how long that takes.
 * @throws WorkflowError `no_active_model`; `base_rate_unknown` where it is not given and too few leads are settled
 */
export async function planExperiment(
  ports: PlanPorts,
  orgId: string,
  question: ExperimentQuestion,
): Promise<PlannedExperiment> {
  const { design, hiddenShare, explorationShare, relativeEffect, alpha, power } = { ...DEFAULTS, ...question };
  const [model, newest] = await Promise.all([ports.models.findActive(orgId), ports.scoringSettings.findNewest(orgId)]);
  if (!model) throw new WorkflowError('no_active_model', { orgId });
  const { goal } = settingsOf(newest);
  const horizonDays = horizonOf(model) ?? settingsOf(newest).horizonDays ?? DEFAULT_HORIZON_DAYS;
  const measured = await measuredRate(ports, orgId, goal, horizonDays);
  const baseRate = question.baseRate ?? measured.rate;
  if (baseRate === undefined) {
    throw new WorkflowError('base_rate_unknown', { settled: measured.settled, needed: MIN_SETTLED });
  }
  if (!(baseRate > 0 && baseRate * (1 + relativeEffect) < 1)) {
    throw new WorkflowError('effect_impossible', { baseRate, relativeEffect });
  }
  const perArm = sampleSizePerArm({ baseRate, relativeEffect, alpha, power });
  // With arms of different sizes, the smaller one decides.
  const factor = (design === 'lead' ? 1 : REP_FORTNIGHT_FACTOR) / (4 * hiddenShare * (1 - hiddenShare));
  const plannedLeads = Math.ceil(2 * perArm * factor);
  const perWeek = measured.perWeek * (1 - explorationShare);
  return {
    plan: {
      design,
      hiddenShare,
      explorationShare,
      baseRate,
      relativeEffect,
      alpha,
      power,
      plannedLeads,
      goal,
      horizonDays,
    },
    weeks: perWeek > 0 ? Math.ceil(plannedLeads / perWeek + horizonDays / 7) : null,
    baseRateOf: question.baseRate === undefined ? { settled: measured.settled } : null,
  };
}

const horizonOf = ({ report }: ModelEntry): number | undefined =>
  (report as { readonly horizonDays?: number } | null)?.horizonDays;

async function measuredRate({ conversionCounts, clock }: PlanPorts, orgId: string, goal: Goal, horizonDays: number) {
  const counts = await conversionCounts.count(orgId, { groupedBy: 'month', goal, horizonDays, now: clock.now() });
  const sum = (of: (count: (typeof counts)[number]) => number) => counts.reduce((total, each) => total + of(each), 0);
  const [settled, reached, unsettled] = [
    sum((each) => each.settled),
    sum((each) => each.reached),
    sum((each) => each.unsettled),
  ];
  return {
    settled,
    rate: settled >= MIN_SETTLED && reached > 0 ? reached / settled : undefined,
    // Leads whose horizon has not passed were created within the last horizon.
    perWeek: (7 * unsettled) / horizonDays,
  };
}

export interface StartExperimentPorts extends PlanPorts, Administration {
  readonly experiments: Pick<ExperimentStore, 'findOpen'>;
}

/**
 * Starts an experiment on the leads that are created from a minute later on.
 * @param seed decides the arms; random unless given
 * @throws WorkflowError `experiment_open`; as `planExperiment`
 */
export async function startExperiment(
  ports: StartExperimentPorts,
  orgId: string,
  question: ExperimentQuestion,
  actor: string,
  seed: string = randomUUID(),
): Promise<ExperimentEntry> {
  const { plan } = await planExperiment(ports, orgId, question);
  const at = ports.clock.now();
  const startedAt = at + START_DELAY_MS;
  const entry = { id: `exp_${randomUUID().slice(0, 8)}`, plan: { ...plan, seed }, startedAt, startedBy: actor };
  await ports.atomically(async ({ experiments, auditLog }) => {
    if (!(await experiments.start(orgId, entry))) throw new WorkflowError('experiment_open', {});
    await auditLog.append(orgId, { at, actor, act: 'experiment.start', subject: entry.id });
  });
  return { ...entry, state: 'running', stoppedAt: null };
}

export interface StopExperimentPorts extends Administration {
  readonly experiments: Pick<ExperimentStore, 'findOpen'>;
  readonly clock: Clock;
}

/**
 * Stops comparing: hidden scores are shown from now on, but for the share of exploration, unless that ends too.
 * @throws WorkflowError `no_experiment`
 */
export async function stopExperiment(
  ports: StopExperimentPorts,
  orgId: string,
  { endExploration }: { readonly endExploration: boolean },
  actor: string,
): Promise<ExperimentEntry> {
  const open = await ports.experiments.findOpen(orgId);
  if (!open || (open.state === 'exploring' && !endExploration)) throw new WorkflowError('no_experiment', {});
  const at = ports.clock.now();
  const state = endExploration || open.plan.explorationShare === 0 ? 'ended' : 'exploring';
  await ports.atomically(async ({ experiments, auditLog }) => {
    if (!(await experiments.stop(orgId, open.id, state, at))) throw new WorkflowError('no_experiment', {});
    await auditLog.append(orgId, { at, actor, act: 'experiment.stop', subject: open.id });
  });
  return { ...open, state, stoppedAt: open.stoppedAt ?? at };
}

export interface ExperimentStatus extends ExperimentStanding {
  readonly experiment: ExperimentEntry;
}

/** The newest experiment and where it stands; undefined if there has been none. */
export async function experimentStatus(
  ports: AnalysisPorts & { readonly experiments: AnalysisPorts['experiments'] & Pick<ExperimentStore, 'list'> },
  orgId: string,
): Promise<ExperimentStatus | undefined> {
  const [experiment] = await ports.experiments.list(orgId);
  return experiment && { experiment, ...(await analyseExperiment(ports, orgId, experiment)) };
}
