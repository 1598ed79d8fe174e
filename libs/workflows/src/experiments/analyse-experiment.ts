import { DAY_MS } from '@leadlight/common';
import {
  experimentResult,
  pairedFortnightEffect,
  pairOfFortnight,
  stratifiedEffect,
  type ArmCounts,
  type Effect,
  type ExperimentResult,
} from '@leadlight/evaluation';
import { goalReachedAt, type Instant, type LeadHistory } from '@leadlight/lead-features';
import type { Clock, EnrolledLead, ExperimentEntry, ExperimentStore, LeadHistoryStore } from '../ports/index.ts';

export interface AnalysisPorts {
  readonly experiments: Pick<ExperimentStore, 'readLeads' | 'saveAnalysis' | 'listAnalyses'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories'>;
  readonly clock: Clock;
}

/** The leads that take part, by what they count for. */
export interface EnrolledCounts {
  readonly shown: number;
  readonly hidden: number;
  readonly exploration: number;
  /** Of both compared arms: whose horizon has passed. */
  readonly settled: number;
  /** Of the settled: those that reached the goal within the horizon, in either arm. */
  readonly reached: number;
}

export interface ExperimentStanding {
  readonly counts: EnrolledCounts;
  readonly result: ExperimentResult;
}

const LEADS_PER_CHUNK = 500;

/**
 * Where an experiment stands. The analysis of a day is stored once, the first time that somebody asks on that day, and the
 * verdict follows from the stored analyses alone; after it was stopped, no analysis is added.
 */
export async function analyseExperiment(
  ports: AnalysisPorts,
  orgId: string,
  experiment: ExperimentEntry,
): Promise<ExperimentStanding> {
  const { experiments, clock } = ports;
  const { id, plan, stoppedAt } = experiment;
  const now = stoppedAt ?? clock.now();
  const { counts, effect } = await measure(ports, orgId, experiment, now);
  if (stoppedAt === null) {
    const day = Math.floor(now / DAY_MS);
    await experiments.saveAnalysis(orgId, id, { day, settledLeads: counts.settled, effect: effect ?? null });
  }
  const stored = await experiments.listAnalyses(orgId, id);
  const analyses = stored.map((each) => ({ settledLeads: each.settledLeads, effect: each.effect ?? undefined }));
  return { counts, result: experimentResult(analyses, plan) };
}

interface Outcome {
  readonly lead: EnrolledLead;
  readonly reached: boolean;
}

async function measure(
  { experiments, leadHistories }: AnalysisPorts,
  orgId: string,
  { id, plan }: ExperimentEntry,
  now: Instant,
): Promise<{ readonly counts: EnrolledCounts; readonly effect: Effect | undefined }> {
  const enrolled = { shown: 0, hidden: 0, exploration: 0 };
  const outcomes: Outcome[] = [];
  const horizonMs = plan.horizonDays * DAY_MS;
  for await (const chunk of experiments.readLeads(orgId, id, LEADS_PER_CHUNK)) {
    for (const { arm } of chunk) enrolled[arm]++;
    const settled = chunk.filter(({ arm, enrolledAt }) => arm !== 'exploration' && enrolledAt + horizonMs <= now);
    const histories = await leadHistories.findHistories(
      orgId,
      settled.map(({ leadId }) => leadId),
    );
    for (const lead of settled) {
      const reachedAt = reachedAtOf(histories.get(lead.leadId), plan.goal);
      outcomes.push({ lead, reached: reachedAt !== null && reachedAt <= lead.enrolledAt + horizonMs });
    }
  }
  const reached = outcomes.filter((outcome) => outcome.reached).length;
  const counts = { ...enrolled, settled: outcomes.length, reached };
  return { counts, effect: plan.design === 'lead' ? effectByBand(outcomes) : effectByFortnight(outcomes) };
}

const reachedAtOf = (history: LeadHistory | undefined, goal: ExperimentEntry['plan']['goal']): Instant | null =>
  history ? goalReachedAt(history, goal) : null;

function effectByBand(outcomes: readonly Outcome[]): Effect | undefined {
  const bands = Map.groupBy(outcomes, ({ lead }) => lead.band);
  return stratifiedEffect(
    [...bands.values()].map((ofBand) => ({ shown: countsOf(ofBand, 'shown'), hidden: countsOf(ofBand, 'hidden') })),
  );
}

function effectByFortnight(outcomes: readonly Outcome[]): Effect | undefined {
  const fortnights = Map.groupBy(outcomes, ({ lead }) => `${lead.repId} ${lead.fortnight}`);
  return pairedFortnightEffect(
    [...fortnights.values()].map((ofRep) => {
      const { repId, fortnight, arm } = ofRep[0]!.lead;
      const side = arm === 'hidden' ? 'hidden' : 'shown';
      return { arm: side, pair: `${repId} ${pairOfFortnight(fortnight)}`, ...countsOf(ofRep, side) };
    }),
  );
}

function countsOf(outcomes: readonly Outcome[], arm: 'shown' | 'hidden'): ArmCounts {
  const ofArm = outcomes.filter(({ lead }) => lead.arm === arm);
  return {
    leads: ofArm.length,
    converted: ofArm.filter(({ reached }) => reached).length,
    viewed: arm === 'hidden' ? 0 : ofArm.filter(({ lead }) => lead.viewedAt !== null).length,
  };
}
