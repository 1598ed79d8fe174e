import type { ChangeEvidence } from './sum-over-starts.ts';
import type { ObservedLeads } from './week-counts.ts';

export type MeasureKind =
  | 'performance_changed'
  | 'segment_changed'
  | 'group_differs'
  | 'calibration_off'
  | 'values_missing'
  | 'values_unseen'
  | 'values_moved'
  | 'scores_moved'
  | 'delays_moved';

/** One thing that is watched, before it is decided what it means. */
export interface WatchedMeasure {
  readonly kind: MeasureKind;
  /** The feature, or `feature=value` (nothing after `=`: leads without a value); empty where it is about all leads. */
  readonly subject: string;
  readonly evidence: ChangeEvidence;
  /** Of missing and unseen values the shares, of segments and groups the rates, of distributions the stability index now, of delays the median days; null = none. */
  readonly before: number | null;
  readonly now: number | null;
}

export interface MonitoredLeads extends ObservedLeads {
  /** By column of the reference, [rows] from `binsOf`. */
  readonly bins: readonly Int16Array[];
  /** By named group column of the reference, [rows] from `groupsOf`; absent = none was named. */
  readonly groups?: readonly Int16Array[];
}

export interface MonitorTime {
  readonly today: number;
  /** The model has not learned from leads after this day: the training less the horizon. */
  readonly learnedDay: number;
  /** The day of the training; predictions are compared from then on. */
  readonly trainedDay: number;
}
