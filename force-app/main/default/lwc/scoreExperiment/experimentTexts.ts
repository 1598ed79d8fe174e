import type { ExperimentReport, PlannedExperiment } from '@leadlight/contract';
import { formatSigned } from 'c/reportFormat';
import { fill, formatCount, formatInstant, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

type Standing = NonNullable<ExperimentReport['standing']>;
type EffectRange = NonNullable<Standing['effect']>;

/** Since when it runs, or how it ended. */
export function stateText({ experiment }: ExperimentReport): string {
  if (!experiment) return labels.none;
  const { state, startedAt, stoppedAt, explorationShare } = experiment;
  if (state === 'running') return fill(labels.running, formatInstant(startedAt));
  const stopped = formatInstant(stoppedAt ?? startedAt);
  return state === 'ended'
    ? fill(labels.ended, stopped)
    : fill(labels.exploring, stopped, formatShare(explorationShare));
}

const VERDICTS = { helps: labels.helps, harms: labels.harms, notFound: labels.notFound } as const;

function verdictText({ verdict, shownRate, hiddenRate }: Standing): string {
  if (verdict === 'notKnown') return labels.notKnown;
  return fill(VERDICTS[verdict], formatShare(shownRate ?? 0), formatShare(hiddenRate ?? 0));
}

const effectText = (label: string, { difference, low, high }: EffectRange): string =>
  fill(label, ...[difference, low, high].map((value) => formatSigned(100 * value, 1)));

const countsText = ({ shown, hidden, exploration, settled, share }: Standing): string =>
  fill(labels.counts, ...[shown, hidden, exploration, settled].map(formatCount), formatShare(share));

/** What is known: the verdict first, then effects and counts; empty without an experiment. */
export function resultTexts({ standing }: ExperimentReport): readonly string[] {
  if (!standing) return [];
  const { effect, effectOnViewed } = standing;
  return [
    verdictText(standing),
    ...(effect ? [effectText(labels.effect, effect)] : []),
    ...(effectOnViewed ? [effectText(labels.effectViewed, effectOnViewed)] : []),
    countsText(standing),
  ];
}

/** How many leads are needed, how long that takes, and what the rate was measured on. */
export function planTexts(plan: PlannedExperiment): readonly string[] {
  const { plannedLeads, hiddenShare, weeks, baseRateMeasuredOn, baseRate } = plan;
  const hidden = Math.round(plannedLeads * hiddenShare);
  return [
    fill(labels.planLeads, ...[plannedLeads, plannedLeads - hidden, hidden].map(formatCount)),
    weeks === null ? labels.planWeeksUnknown : fill(labels.planWeeks, formatCount(weeks)),
    ...(baseRateMeasuredOn === null
      ? []
      : [fill(labels.planRate, formatCount(baseRateMeasuredOn), formatShare(baseRate))]),
  ];
}
