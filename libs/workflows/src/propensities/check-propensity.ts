import type { EventKind } from '@leadlight/contract';
import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { PropensityDefinition } from '@leadlight/propensity';
import { WorkflowError } from '../errors.ts';
import type {
  Clock,
  ModelEventEntry,
  Progress,
  PropensityModelStore,
  PropensityStore,
  SubjectRecordStore,
} from '../ports/index.ts';
import type { RecentCalibration } from '../training/check-model.ts';
import { monitorActiveModel, type MonitoredModel } from '../training/monitoring/monitor-active-model.ts';
import { propensityWordsOf } from '../training/monitoring/propensity-words.ts';
import { recordCheck, type RecordCheckPorts } from '../training/monitoring/record-check.ts';
import { getPropensity } from './manage-propensities.ts';
import { readSubjectHistories, resolveDefinition } from './subject-dataset.ts';
import { findActiveSubjectModel, type SubjectModel } from './subject-model.ts';
import { WatchedSubjects } from './watched-subjects.ts';

export interface CheckPropensityPorts extends RecordCheckPorts {
  readonly propensities: PropensityStore;
  readonly propensityModels: PropensityModelStore;
  readonly subjectRecords: SubjectRecordStore;
  readonly clock: Clock;
}

export interface PropensityCheck extends MonitoredModel {
  readonly propensityId: string;
  readonly model: { readonly id: string; readonly version: number; readonly trainedAt: Instant };
  /** Absent if too few outcomes have settled since the training. */
  readonly calibration?: RecentCalibration;
  /** Fields that the model reads and that the object no longer has, or that this user may no longer read. */
  readonly lostFields: readonly string[];
  /** What has been found, by this check or an earlier one, and is still so. */
  readonly events: readonly ModelEventEntry[];
  readonly needsRetraining: boolean;
  /** Sentences; empty if all is well. */
  readonly reasons: readonly string[];
}

const MIN_OUTCOMES = 20;
const ASKS_FOR_RETRAINING: readonly EventKind[] = ['performance_changed', 'segment_changed', 'calibration_off'];

/**
 * Checks, without training, whether the active model of a propensity still fits, by the monitor that watches the model of leads. The
 * check and what it found are stored.
 * @throws WorkflowError `unknown_propensity`, `propensity_not_trained`, `subjects_not_synced`, `status_values_not_known`
 */
export async function checkPropensity(
  ports: CheckPropensityPorts,
  orgId: string,
  propensityId: string,
  progress: Progress,
): Promise<PropensityCheck> {
  const { propensityModels, subjectRecords, clock } = ports;
  const entry = await getPropensity(ports, orgId, propensityId);
  const model = await findActiveSubjectModel(propensityModels, orgId, propensityId);
  if (!model) throw new WorkflowError('propensity_not_trained', { id: propensityId });
  const { definition, fields } = await resolveDefinition(subjectRecords, orgId, entry.definition);
  const now = clock.now();
  const watched = new WatchedSubjects(model.schema, definition);
  let read = 0;
  for await (const chunk of readSubjectHistories(subjectRecords, orgId, definition)) {
    for (const history of chunk) watched.add(history, now);
    progress.update('check', (read += chunk.length));
  }
  const monitored = monitorSubjects(model, watched, definition, now);
  const calibration = calibrationSince(model, watched, definition, now);
  const recorded = { model: model.entry, calibration, ...monitored, propensity: propensityWordsOf(definition) };
  const events = await recordCheck(ports, orgId, recorded, now);
  const known = new Set(fields.map(({ name }) => name));
  const lostFields = model.schema.features.flatMap(({ source, label }) =>
    source.type === 'field' && !known.has(source.field) ? [label] : [],
  );
  const alarms = events.filter(({ severity }) => severity === 'alarm');
  const { id, version, trainedAt } = model.entry;
  return {
    propensityId,
    model: { id, version, trainedAt },
    calibration,
    ...monitored,
    lostFields,
    events,
    needsRetraining: lostFields.length > 0 || alarms.some(({ kind }) => ASKS_FOR_RETRAINING.includes(kind)),
    reasons: [
      ...lostFields.map((field) => `The model reads the field ${field}, which is no longer there.`),
      ...alarms.map(({ message }) => message.english),
    ],
  };
}

/** That nothing happens can be seen only when the horizon has passed; so what is watched is that something does. */
function monitorSubjects(
  model: SubjectModel,
  watched: WatchedSubjects,
  { event, horizonDays }: PropensityDefinition,
  now: Instant,
): MonitoredModel {
  if (event.occurs === 'within') return monitorActiveModel(model, watched, horizonDays, now);
  const predict: Parameters<typeof monitorActiveModel>[4] = (table) =>
    model.model.predictTable(table).map((probability) => 1 - probability);
  const { performance, measures } = monitorActiveModel(model, watched, horizonDays, now, predict);
  return {
    ...(performance && {
      performance: {
        ...performance,
        rate: { ...performance.rate, ...complementOf(performance.rate) },
        predictedRate: 1 - performance.predictedRate,
      },
    }),
    measures: measures
      .filter(({ kind }) => kind !== 'delays_moved')
      .map((measure) =>
        SHARES_OF_OUTCOMES.includes(measure.kind)
          ? { ...measure, before: complement(measure.before), now: complement(measure.now) }
          : measure,
      ),
  };
}

const SHARES_OF_OUTCOMES: readonly string[] = ['segment_changed', 'group_differs', 'calibration_off'];
const complement = (share: number | null): number | null => (share === null ? null : 1 - share);
const complementOf = ({
  value,
  low,
  high,
}: {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}) => ({
  value: 1 - value,
  low: 1 - high,
  high: 1 - low,
});

/** Of snapshots whose outcome settled after the training, so that the model has not learned from them. */
function calibrationSince(
  { model, entry }: SubjectModel,
  watched: WatchedSubjects,
  { event, horizonDays, reportingDelayDays }: PropensityDefinition,
  now: Instant,
): RecentCalibration | undefined {
  const settlingMs = (horizonDays + (reportingDelayDays ?? 0)) * DAY_MS;
  const units = watched.leads();
  const settled = watched.asOfRow.flatMap((asOf, row) => {
    if (asOf + settlingMs > now || asOf + settlingMs <= entry.trainedAt) return [];
    const { goalReachedAt } = units[watched.leadOfRow[row]!]!;
    const happened = goalReachedAt !== null && goalReachedAt <= asOf + horizonDays * DAY_MS;
    return [{ row, positive: Number(happened === (event.occurs === 'within')) }];
  });
  const positive = settled.reduce((sum, row) => sum + row.positive, 0);
  const rows = settled.length;
  if (Math.min(positive, rows - positive) < MIN_OUTCOMES) return undefined;
  const probabilities = model.predictTable(watched.table.take(settled.map(({ row }) => row)));
  return {
    rows,
    predicted: probabilities.reduce((sum, probability) => sum + probability, 0) / rows,
    observed: positive / rows,
  };
}
