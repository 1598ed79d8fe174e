import type { DataQuality, FeatureQuality, TrainingReport } from '@leadlight/contract';
import { toTrainingReport } from './models/get-model.ts';
import { modelSummaryOf } from './models/list-models.ts';
import type { Clock, FeatureFeedback, FeedbackStore, ModelStore } from '../ports/index.ts';

export interface DataQualityPorts {
  readonly models: Pick<ModelStore, 'findActive'>;
  readonly feedback: Pick<FeedbackStore, 'countByFeature'>;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;
/** Older feedback may be about data that has been mended since. */
const FEEDBACK_WINDOW_DAYS = 90;
const MAX_COMPLAINTS_PER_FEATURE = 5;

/** Which data to look after: what reps call wrong or out of date, beside what moved and what is missing. */
export async function dataQuality({ models, feedback, clock }: DataQualityPorts, orgId: string): Promise<DataQuality> {
  const since = clock.now() - FEEDBACK_WINDOW_DAYS * DAY_MS;
  const [active, said] = await Promise.all([
    models.findActive(orgId),
    feedback.countByFeature(orgId, since, MAX_COMPLAINTS_PER_FEATURE),
  ]);
  const known = featuresOf(toTrainingReport(active?.report), said);
  return {
    ...(active && { model: modelSummaryOf(active) }),
    since: new Date(since).toISOString(),
    features: known.toSorted(byUrgency),
  };
}

/** Features of the model, and those that it no longer has but reps spoke of. */
function featuresOf(
  { features = [], quality = [], drift = [] }: TrainingReport,
  said: readonly FeatureFeedback[],
): readonly FeatureQuality[] {
  const [qualities, drifts, feedback] = [byKey(quality, 'field'), byKey(drift, 'field'), byKey(said, 'feature')];
  const former = said
    .filter(({ feature }) => !features.some(({ name }) => name === feature))
    .map(({ feature }) => ({ name: feature, field: feature, label: feature, labelKey: undefined, unit: undefined }));
  return [...features, ...former].map(({ name, field, label, labelKey, unit }) => {
    const missing = qualities.get(name)?.missing;
    const moved = drifts.get(name);
    return {
      ...{ feature: name, field, label, labelKey: labelKey ?? '', unit: unit ?? 'none' },
      ...(typeof missing === 'number' && { missing }),
      ...(moved && { drift: moved.verdict }),
      ...(typeof moved?.stability === 'number' && { stability: moved.stability }),
      ...countsOf(feedback.get(name)),
    };
  });
}

function countsOf(said: FeatureFeedback | undefined) {
  const { wrong = 0, outOfDate = 0, helpful = 0, complaints = [] } = said ?? {};
  const told = complaints.map(({ at, ...complaint }) => ({ ...complaint, givenAt: new Date(at).toISOString() }));
  return { wrong, outOfDate, helpful, complaints: told };
}

const byKey = <Key extends string, Row extends Readonly<Record<Key, unknown>>>(rows: readonly Row[], key: Key) =>
  new Map(rows.map((row) => [row[key], row]));

/** What reps complain of first, then what moved, then what is often missing. */
function byUrgency(a: FeatureQuality, b: FeatureQuality): number {
  return (
    b.wrong + b.outOfDate - (a.wrong + a.outOfDate) ||
    (b.stability ?? 0) - (a.stability ?? 0) ||
    (b.missing ?? 0) - (a.missing ?? 0) ||
    (a.feature < b.feature ? -1 : 1)
  );
}
