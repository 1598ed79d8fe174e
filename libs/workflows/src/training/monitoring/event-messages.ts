import {
  codedMessage,
  DAY_MS,
  messageValue,
  type CodedMessage,
  type MessageValue,
  type NamedLabel,
} from '@leadlight/common';
import type { PerformanceEstimate } from '@leadlight/evaluation';
import type { LabelledMeasure } from './monitor-active-model.ts';

/** What the monitor found, and what to do. */
export type MonitorMessageCode = keyof typeof monitorTemplates;
export type MonitorMessage = CodedMessage<MonitorMessageCode>;

/** The sentences; `force-app/labels.csv` has the translations. */
export const monitorTemplates = {
  event_performance_changed:
    'Leads since {0} turn out differently than predicted: about {1} will reach the goal, where {2} were predicted. The AUC is about {3} ({4} to {5}); it would be {6} if the predictions still held.',
  event_performance_unmeasured:
    'Leads since {0} turn out differently than predicted. Too few of them have reached the goal to say how differently.',
  event_segment_changed:
    'Leads with {3} turn out differently since {0}: about {2} will reach the goal, where {1} were predicted.',
  event_group_differs:
    'Leads of the group {3} turn out differently since {0}: about {2} will reach the goal, where {1} were predicted.',
  event_group_empty_differs:
    'Leads without a value of {3} turn out differently since {0}: about {2} will reach the goal, where {1} were predicted.',
  event_calibration_off:
    'Of the leads that have settled since the training, {1} reached the goal, where {0} were predicted.',
  event_values_missing: 'Since {0}, {3} has been empty for {2} of the leads; before, for {1}.',
  event_values_unseen: 'Since {0}, {2} of the leads have had values of {3} that the model does not know; before, {1}.',
  event_values_moved:
    'Since {0}, the values of {2} have been distributed differently (population stability index {1}).',
  event_scores_moved: 'Since {0}, the scores have been distributed differently (population stability index {1}).',
  event_delays_moved: 'Since {0}, half of the leads that reach the goal have taken up to {2} days; before, up to {1}.',
  act_retrain:
    'A new model is trained at once and published if it is no worse. Ask those who work with the leads what has changed.',
  act_source:
    'Look at where these leads come from: a campaign, a form, an import. Meanwhile their probabilities are corrected, or a new model is trained.',
  act_group:
    'Look at the leads of this group: who works on them, and where they come from. Meanwhile their probabilities are corrected, or a new model is trained, whose report compares the groups.',
  act_form:
    'Look at the form, the import or the integration that fills {0}. Until it is filled again, these scores are based on less data than usual.',
  act_values: 'Check the new values of {0}. The next training takes them into account.',
} as const;

const message = (
  code: MonitorMessageCode,
  values?: readonly MessageValue[],
  names?: readonly NamedLabel[],
): MonitorMessage => codedMessage(code, monitorTemplates[code], values, names);

/** What was found. @param performance of the newest leads; undefined = not known */
export function messageOf(measure: LabelledMeasure, performance: PerformanceEstimate | undefined): MonitorMessage {
  const { kind, since, before, now } = measure;
  const day = messageValue('day', since * DAY_MS);
  const share = (value: number | null) => messageValue('share', value ?? Number.NaN);
  const shares = [share(before), share(now)];
  const index = messageValue('number', now ?? Number.NaN);
  const names = [nameOf(measure)];
  switch (kind) {
    case 'performance_changed':
      return performanceMessage(since, performance);
    case 'segment_changed':
      return message('event_segment_changed', [day, ...shares], names);
    case 'group_differs':
      return measure.subject.endsWith('=')
        ? message('event_group_empty_differs', [day, ...shares], [fieldOf(measure)])
        : message('event_group_differs', [day, ...shares], names);
    case 'delays_moved':
      return message('event_delays_moved', [day, messageValue('number', before ?? Number.NaN), index]);
    case 'calibration_off':
      return message('event_calibration_off', shares);
    case 'values_missing':
      return message('event_values_missing', [day, ...shares], names);
    case 'values_unseen':
      return message('event_values_unseen', [day, ...shares], names);
    case 'values_moved':
      return message('event_values_moved', [day, index], names);
    case 'scores_moved':
      return message('event_scores_moved', [day, index]);
  }
}

function performanceMessage(since: number, performance: PerformanceEstimate | undefined): MonitorMessage {
  const day = messageValue('day', since * DAY_MS);
  if (!performance) return message('event_performance_unmeasured', [day]);
  const { rate, predictedRate, auc, ifCalibrated } = performance;
  const shares = [rate.value, predictedRate].map((value) => messageValue('share', value));
  const aucs = [auc.value, auc.low, auc.high, ifCalibrated.auc].map((value) => messageValue('auc', value));
  return message('event_performance_changed', [day, ...shares, ...aucs]);
}

/** What to do; null = nothing. */
export function actionOf(measure: LabelledMeasure): MonitorMessage | null {
  if (measure.state !== 'alarm') return null;
  switch (measure.kind) {
    case 'performance_changed':
    case 'calibration_off':
      return message('act_retrain');
    case 'segment_changed':
      return message('act_source');
    case 'group_differs':
      return message('act_group');
    case 'values_missing':
      return message('act_form', [], [nameOf(measure)]);
    case 'values_unseen':
      return message('act_values', [], [nameOf(measure)]);
    default:
      return null;
  }
}

const fieldOf = ({ subject, label }: LabelledMeasure): NamedLabel => ({ name: subject.split('=')[0]!, label });

/** With its value, where it is about one: `LeadSource=Web`, `Lead source: Web`. */
function nameOf({ subject, label }: LabelledMeasure): NamedLabel {
  const [feature, ...value] = subject.split('=');
  if (value.length === 0) return { name: subject, label };
  return { name: subject, label: `${label ?? feature}: ${value.join('=')}` };
}
