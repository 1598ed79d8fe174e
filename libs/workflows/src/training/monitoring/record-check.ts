import { randomBytes } from 'node:crypto';
import { DAY_MS } from '@leadlight/common';
import type { CheckFigures, CheckMeasure, EventKind } from '@leadlight/contract';
import type { MeasureKind, PerformanceEstimate } from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import type { ModelCheckStore, ModelEntry, ModelEventEntry, ModelEventStore } from '../../ports/index.ts';
import { actionOf, messageOf } from './event-messages.ts';
import { inWordsOf, type PropensityWords } from './propensity-words.ts';
import type { LabelledMeasure, MonitoredModel } from './monitor-active-model.ts';

export interface RecordCheckPorts {
  readonly modelChecks: Pick<ModelCheckStore, 'append'>;
  readonly modelEvents: Pick<ModelEventStore, 'open' | 'end' | 'listOpen'>;
}

export interface RecordedCheck extends MonitoredModel {
  readonly model: Pick<ModelEntry, 'id' | 'version'>;
  readonly calibration?: NonNullable<CheckFigures['calibration']>;
  /** Absent = of the model of leads. */
  readonly propensity?: PropensityWords;
}

/** What the monitor finds; other parts of the service have kinds of their own. */
const MONITORED: readonly EventKind[] = [
  'performance_changed',
  'segment_changed',
  'calibration_off',
  'values_missing',
  'values_unseen',
  'values_moved',
  'scores_moved',
  'delays_moved',
  'group_differs',
] satisfies readonly MeasureKind[];
/** Below it, the evidence is no more than is usual without a change, and an event is over. */
const WEEKS_WHEN_OVER = 1;

/**
 * Stores a check with all of its figures, begins an event for each change that has none, and ends those that are no longer so. An event
 * that a new model still finds goes on.
 * @returns the open events of the monitor
 */
export async function recordCheck(
  { modelChecks, modelEvents }: RecordCheckPorts,
  orgId: string,
  check: RecordedCheck,
  now: Instant,
): Promise<readonly ModelEventEntry[]> {
  const { model, measures, propensity } = check;
  await modelChecks.append(orgId, {
    ...{ checkedAt: now, modelId: model.id, modelVersion: model.version },
    ...(propensity && { propensityId: propensity.id }),
    figures: figuresOf(check),
  });
  const listOpen = async () =>
    (await modelEvents.listOpen(orgId)).filter(
      ({ kind, propensityId }) => MONITORED.includes(kind) && propensityId === propensity?.id,
    );
  const open = await listOpen();
  for (const event of open) {
    if (isOver(event, check)) await modelEvents.end(orgId, event.id, now);
  }
  for (const measure of measures) {
    if (measure.state !== 'steady') await modelEvents.open(orgId, eventOf(measure, check, now));
  }
  return listOpen();
}

function figuresOf({ performance, calibration, measures }: RecordedCheck): CheckFigures {
  return {
    performance: performance ? performanceOf(performance) : null,
    calibration: calibration ?? null,
    measures: measures.map(({ since: _since, ...measure }): CheckMeasure => measure),
  };
}

const performanceOf = ({ rows, converted, auc, rate, predictedRate, ifCalibrated }: PerformanceEstimate) => ({
  ...{ leads: rows, reached: converted, auc, rate, predictedRate },
  aucIfCalibrated: ifCalibrated.auc,
});

/** Where the measure is absent, too little is known to say so, unless the model no longer has it. */
function isOver({ kind, subject, severity, modelId }: ModelEventEntry, { model, measures }: RecordedCheck): boolean {
  const measure = measures.find((other) => other.kind === kind && other.subject === subject);
  if (!measure) return modelId !== model.id;
  // What was shown only has become an alarm.
  return measure.weeks < WEEKS_WHEN_OVER || (severity === 'notice' && measure.state === 'alarm');
}

function eventOf(
  measure: LabelledMeasure,
  { model, performance, propensity }: RecordedCheck,
  now: Instant,
): ModelEventEntry {
  const action = actionOf(measure);
  return {
    id: `evt_${randomBytes(8).toString('hex')}`,
    kind: measure.kind,
    severity: measure.state === 'alarm' ? 'alarm' : 'notice',
    subject: measure.subject,
    ...{ modelId: model.id, modelVersion: model.version, foundAt: now, endedAt: null },
    since: measure.since * DAY_MS,
    weeksBetweenFalseAlarms: measure.weeks,
    message: inWordsOf(messageOf(measure, performance), propensity, measure.label),
    action: action && inWordsOf(action, propensity, measure.label),
    ...(propensity && { propensityId: propensity.id }),
  };
}
