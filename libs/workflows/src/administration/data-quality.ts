import type { DataQuality, FeatureQuality, TrainingReport } from '@leadlight/contract';
import { DAY_MS } from '@leadlight/common';
import type { Clock, FeatureFeedback, FeedbackStore, ModelStore, ScoringSettingsStore } from '../ports/index.ts';
import { modelSummaryOf, toTrainingReport } from './models.ts';

export interface DataQualityPorts {
  readonly models: Pick<ModelStore, 'findActive'>;
  readonly feedback: Pick<FeedbackStore, 'countByFeature'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly clock: Clock;
}

/** Older feedback may be about data that has been corrected since. */
const FEEDBACK_WINDOW_DAYS = 90;
const MAX_COMPLAINTS_PER_FEATURE = 5;

/** Which data needs attention: what reps report as wrong or out of date, with its drift and share of missing values. */
export async function dataQuality(
  { models, feedback, scoringSettings, clock }: DataQualityPorts,
  orgId: string,
): Promise<DataQuality> {
  const since = clock.now() - FEEDBACK_WINDOW_DAYS * DAY_MS;
  const [active, newest, counts] = await Promise.all([
    models.findActive(orgId),
    scoringSettings.findNewest(orgId),
    feedback.countByFeature(orgId, since, MAX_COMPLAINTS_PER_FEATURE),
  ]);
  return {
    ...(active && { model: modelSummaryOf(active, newest) }),
    since: new Date(since).toISOString(),
    features: featuresOf(toTrainingReport(active?.report), counts).toSorted(byUrgency),
  };
}

/** The model's features, and former features that have feedback. */
function featuresOf(
  { features = [], quality = [], drift = [] }: TrainingReport,
  counts: readonly FeatureFeedback[],
): readonly FeatureQuality[] {
  const [qualities, drifts, feedback] = [byKey(quality, 'field'), byKey(drift, 'field'), byKey(counts, 'feature')];
  const former = counts
    .filter(({ feature }) => !features.some(({ name }) => name === feature))
    .map(({ feature }) => ({ name: feature, field: feature, label: feature, labelKey: undefined, unit: undefined }));
  return [...features, ...former].map(({ name, field, label, labelKey, unit }) => {
    const missing = qualities.get(name)?.missing;
    const featureDrift = drifts.get(name);
    return {
      feature: name,
      field,
      label,
      labelKey: labelKey ?? '',
      unit: unit ?? 'none',
      ...(typeof missing === 'number' && { missing }),
      ...(featureDrift && { drift: featureDrift.verdict }),
      ...(typeof featureDrift?.stability === 'number' && { stability: featureDrift.stability }),
      ...countsOf(feedback.get(name)),
    };
  });
}

function countsOf(feedback: FeatureFeedback | undefined) {
  const { wrong = 0, outOfDate = 0, helpful = 0, complaints = [] } = feedback ?? {};
  return {
    wrong,
    outOfDate,
    helpful,
    complaints: complaints.map(({ subjectId, verdict, givenAt }) => ({
      leadId: subjectId,
      verdict,
      givenAt: new Date(givenAt).toISOString(),
    })),
  };
}

const byKey = <Key extends string, Row extends Readonly<Record<Key, unknown>>>(rows: readonly Row[], key: Key) =>
  new Map(rows.map((row) => [row[key], row]));

/** Features with complaints first, then those with drift, then those with many missing values. */
function byUrgency(a: FeatureQuality, b: FeatureQuality): number {
  return (
    b.wrong + b.outOfDate - (a.wrong + a.outOfDate) ||
    (b.stability ?? 0) - (a.stability ?? 0) ||
    (b.missing ?? 0) - (a.missing ?? 0) ||
    (a.feature < b.feature ? -1 : 1)
  );
}
