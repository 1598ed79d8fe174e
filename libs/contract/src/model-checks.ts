import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LocalizedMessage } from './localized-message.ts';

const Count = z.int().min(0);
const Share = z.number().min(0).max(1);

export const eventKinds = [
  // What the monitor of a model finds.
  'performance_changed',
  'segment_changed',
  'calibration_off',
  'values_missing',
  'values_unseen',
  'values_moved',
  'scores_moved',
  'delays_moved',
  'group_differs',
  // What happens to models.
  'retraining_rejected',
  'model_promoted',
  'model_rolled_back',
  'model_recalibrated',
  // What stops the service, or soon will.
  'following_stopped',
  'api_budget_used',
  'credential_expiring',
] as const;

export const EventKind = z.enum(eventKinds).meta({
  id: 'EventKind',
  description:
    '`performance_changed`, `segment_changed`: leads, or those with one value, turn out differently than predicted. `calibration_off`: the same, of leads whose outcome is settled. `values_missing`, `values_unseen`: a feature arrives empty, or with values that the model has never seen. `values_moved`, `scores_moved`: another distribution. `delays_moved`: conversions come later or sooner. `group_differs`: leads of a group that an administrator has named turn out differently than predicted, in relation to the others. `model_…`, `retraining_rejected`: what was done to models. `following_stopped`, `api_budget_used`, `credential_expiring`: what stops the service, or soon will. Later releases may add kinds.',
});
export type EventKind = z.infer<typeof EventKind>;

export const ModelEvent = z
  .object({
    id: z.string(),
    kind: EventKind,
    severity: z.enum(['alarm', 'notice']).meta({
      description: '`alarm`: somebody should act, and is notified. `notice`: shown, and nobody is notified.',
    }),
    subject: z.string().meta({
      description:
        'The feature, or the value as `feature=value`, that it is about; nothing after `=`: leads without a value; empty if it is about all leads.',
    }),
    modelVersion: z.int().min(1).nullable().meta({ description: 'null = about no model.' }),
    foundAt: z.iso.datetime(),
    since: z.iso.datetime().nullable().meta({ description: 'When the change began, as estimated; null = not known.' }),
    endedAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When it ended, or another model took over; null = it lasts.' }),
    weeksBetweenFalseAlarms: z.number().nullable().meta({
      description:
        'How sure: without a change, evidence this strong appears once in this number of weeks at most, on average, over everything that is monitored. null = not a matter of chance.',
    }),
    message: LocalizedMessage.meta({ description: 'What was found, with the evidence.' }),
    action: LocalizedMessage.nullable().meta({ description: 'What to do; null = nothing.' }),
  })
  .meta({ id: 'ModelEvent', description: 'Something that an administrator may want to know. Without personal data.' });
export type ModelEvent = DeepReadonly<z.infer<typeof ModelEvent>>;

const Estimate = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'CheckEstimate', description: 'With its 90 % interval.' });

const CheckPerformance = z
  .object({
    leads: Count,
    reached: Count.meta({ description: 'Those of them that have reached the goal so far.' }),
    auc: Estimate,
    rate: Estimate.meta({ description: 'Share that will have reached the goal at the horizon.' }),
    predictedRate: Share,
    aucIfCalibrated: z.number().meta({
      description: 'What the AUC would be if the predictions were right; it does not notice if they no longer are.',
    }),
  })
  .meta({ id: 'CheckPerformance', description: 'Estimated from leads most of whose outcomes are still open.' });

const CheckCalibration = z
  .object({ rows: Count, predicted: Share, observed: Share })
  .meta({ id: 'CheckCalibration', description: 'Of snapshots that have settled since the training.' });

export const MeasureState = z.enum(['steady', 'moved', 'alarm']).meta({
  id: 'MeasureState',
  description: '`moved`: it differs beyond chance, which alone is no reason to act. `alarm`: somebody should act.',
});
export type MeasureState = z.infer<typeof MeasureState>;

export const CheckMeasure = z
  .object({
    kind: EventKind.meta({ description: 'The event that this measure raises.' }),
    subject: z.string(),
    label: z.string().optional().meta({ description: 'What people call the feature; absent if it is its name.' }),
    state: MeasureState,
    weeks: z.number().min(0).meta({ description: 'The evidence, as `weeksBetweenFalseAlarms` of an event.' }),
    before: z.number().nullable(),
    now: z.number().nullable().meta({
      description:
        'Of missing and unseen values the share of leads, before and now; of segments and groups the rates, of distributions the population stability index now, of delays the median days.',
    }),
  })
  .meta({ id: 'CheckMeasure' });
export type CheckMeasure = DeepReadonly<z.infer<typeof CheckMeasure>>;

export const CheckFigures = z.object({
  performance: CheckPerformance.nullable().meta({
    description: 'null = too few of the newest leads have reached the goal.',
  }),
  calibration: CheckCalibration.nullable().meta({ description: 'null = too few outcomes have settled since.' }),
  measures: z.array(CheckMeasure).meta({ description: 'Everything that is monitored, the strongest evidence first.' }),
});
export type CheckFigures = DeepReadonly<z.infer<typeof CheckFigures>>;

const DailyCheck = z
  .object({
    checkedAt: z.iso.datetime(),
    modelVersion: z.int().min(1),
    performance: CheckFigures.shape.performance,
    calibration: CheckFigures.shape.calibration,
  })
  .meta({ id: 'DailyCheck', description: 'The last check of a day, UTC.' });

/** The checks of the active model over time, and what they found. */
export const ModelChecks = z
  .object({
    checks: z.array(DailyCheck).meta({ description: 'Of at most 180 days, the newest first; of earlier models too.' }),
    measures: CheckFigures.shape.measures.meta({
      description: 'Everything that the newest check has monitored, the strongest evidence first.',
    }),
    events: z.array(ModelEvent).meta({ description: 'At most 50, open or ended, the newest first.' }),
  })
  .meta({ id: 'ModelChecks' });
export type ModelChecks = DeepReadonly<z.infer<typeof ModelChecks>>;
