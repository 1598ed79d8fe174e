import type { Instant } from '@leadlight/lead-features';
import type { ModelEntry, ScoringSettingsRevision } from '../ports/index.ts';
import { settingsOf } from './scoring-settings/read-scoring-settings.ts';

interface AtThreshold {
  readonly threshold: number;
}

interface StoredReport {
  readonly holdout?: { readonly decisions?: AtThreshold };
  readonly thresholds?: readonly { readonly decisions: AtThreshold }[];
  readonly decisionsByPercent?: readonly AtThreshold[];
}

/** The threshold of settings that were changed after a training; undefined = the one of the training is in force. */
export const thresholdAdoptedSince = (
  trainedAt: Instant,
  newest: ScoringSettingsRevision | undefined,
): number | undefined =>
  newest !== undefined && newest.changedAt > trainedAt ? settingsOf(newest).threshold : undefined;

/** Settings keep four decimals of a threshold. */
const rounded = (threshold: number): number => Math.round(threshold * 10_000) / 10_000;

/**
 * The stored report with accuracy, precision and recall at the threshold that was adopted after the training. They stay at
 * the threshold of the training, which the report names with them, if they were not measured at the adopted one.
 */
export function atThresholdInForce(
  { trainedAt, report }: Pick<ModelEntry, 'trainedAt' | 'report'>,
  newest: ScoringSettingsRevision | undefined,
): unknown {
  const { holdout, thresholds = [], decisionsByPercent = [] } = (report ?? {}) as StoredReport;
  const adopted = thresholdAdoptedSince(trainedAt, newest);
  if (!holdout?.decisions || adopted === undefined) return report;
  const measured = [holdout.decisions, ...thresholds.map(({ decisions }) => decisions), ...decisionsByPercent];
  const decisions = measured.find((candidate) => rounded(candidate.threshold) === rounded(adopted));
  return decisions === undefined ? report : { ...(report as object), holdout: { ...holdout, decisions } };
}
