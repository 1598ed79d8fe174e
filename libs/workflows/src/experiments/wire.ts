import type { ExperimentReport, PlannedExperiment as WirePlan } from '@leadlight/contract';
import type { ExperimentEntry } from '../ports/index.ts';
import type { ExperimentStatus, PlannedExperiment } from './experiments.ts';

const isoText = (at: number): string => new Date(at).toISOString();

const experimentOf = ({ id, state, startedAt, startedBy, stoppedAt, plan }: ExperimentEntry) => {
  const { seed: _, ...shown } = plan;
  const stopped = stoppedAt === null ? null : isoText(stoppedAt);
  return { id, state, startedAt: isoText(startedAt), startedBy, stoppedAt: stopped, ...shown };
};

/** An experiment as it goes over the wire, without its seed, which would reveal the leads that are hidden. */
export function experimentReportOf(status: ExperimentStatus | undefined): ExperimentReport {
  if (!status) return { experiment: null, standing: null };
  const { counts, result, experiment } = status;
  const { share, verdict, shownRate = null, hiddenRate = null, effect = null, effectOnViewed = null } = result;
  return {
    experiment: experimentOf(experiment),
    standing: { ...counts, share, verdict, shownRate, hiddenRate, effect, effectOnViewed },
  };
}

export const plannedExperimentOf = ({ plan, weeks, baseRateOf }: PlannedExperiment): WirePlan => ({
  ...plan,
  weeks,
  baseRateMeasuredOn: baseRateOf?.settled ?? null,
});
