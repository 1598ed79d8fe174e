import { DAY_MS } from '@leadlight/common';
import {
  delayDistribution,
  estimatePerformance,
  EvaluationError,
  type GroupColumn,
  ModelMonitor,
  type DelayDistribution,
  type Measure,
  type PerformanceEstimate,
} from '@leadlight/evaluation';
import type { Table } from '@leadlight/forest';
import type { Instant } from '@leadlight/lead-features';
import { featureColumns, type OrgSnapshots } from '../examples/org-snapshots.ts';
import type { SnapshotLead } from '../examples/lead-list.ts';
import type { ScoringModel } from '../../scoring/scoring-model.ts';
import { recalibratedSince } from '../recalibration/recalibration-facts.ts';
import { firstSnapshots, waitDaysOf, type FirstSnapshot } from './first-snapshots.ts';

/** What is known about a model at a check. */
export interface MonitoredModel {
  /** Estimated from the newest leads, most of which are still open; undefined where too few of them have reached the goal. */
  readonly performance?: PerformanceEstimate;
  /** The strongest evidence first. */
  readonly measures: readonly LabelledMeasure[];
}

export interface LabelledMeasure extends Measure {
  /** What people call the feature; absent where that is its name, or where it is about no feature. */
  readonly label?: string;
}

/** Snapshots that a model is watched on: of leads, or of the records of a propensity. */
export interface MonitoredSnapshots {
  readonly asOfRow: List<Instant>;
  readonly leadOfRow: List<number>;
  /** By field: its values; a feature's name has none. */
  readonly groupValuesOfRow: ReadonlyMap<
    string,
    List<string | number | null> & { readonly different: readonly (string | number | null)[] }
  >;
  readonly table: Pick<OrgSnapshots['table'], 'take' | 'valuesOf'>;
  leads(): List<Pick<SnapshotLead, 'goalReachedAt' | 'isCopy'>>;
}

interface List<Value> {
  readonly length: number;
  at(index: number): Value | undefined;
}

/** What monitoring needs of a model. */
export type MonitoredScoringModel = Pick<ScoringModel, 'model' | 'schema' | 'entry'>;

/** Delays of conversions, and values of features, are those of a year, over which the seasons average out. */
const REFERENCE_DAYS = 365;
/** Fewer leads say little about the distribution of their values. */
const MIN_REFERENCE_ROWS = 200;
/** The estimate uses the newest leads: those of four weeks, or of more where fewer than 50 of them have reached the goal. */
const ESTIMATE_DAYS = [28, 56];
const MIN_REACHED = 50;

/**
 * Watches a model on each lead's first snapshot. Its performance is judged by leads that it has not learned from, since their outcomes
 * had not settled at its training; a recalibrated one, by leads since the change that it was recalibrated for.
 */
export function monitorActiveModel(
  model: MonitoredScoringModel,
  snapshots: MonitoredSnapshots,
  horizonDays: number,
  now: Instant,
  predictTable: (table: Table) => Float64Array = (table) => model.model.predictTable(table),
): MonitoredModel {
  const { trainedAt } = model.entry;
  const predict = (of: readonly FirstSnapshot[]) => predictTable(snapshots.table.take(of.map(({ row }) => row)));
  const first = firstSnapshots(snapshots, now);
  const delays = delaysOf(first, predict, horizonDays, now);
  const learnedAt = trainedAt - horizonDays * DAY_MS;
  const judgedSince = Math.max(learnedAt, recalibratedSince(model.model));
  const unlearned = first.filter(({ asOf }) => asOf > judgedSince);
  const probabilities = predict(unlearned);
  const columnsOf = (of: readonly FirstSnapshot[]) => watchedColumns(model, snapshots, of);
  const reference = first.filter(({ asOf }) => asOf <= learnedAt && asOf > learnedAt - REFERENCE_DAYS * DAY_MS);
  const hasReference = reference.length >= MIN_REFERENCE_ROWS;
  const groupsOf = (of: readonly FirstSnapshot[]) => groupColumns(model, snapshots, of);
  const monitor = new ModelMonitor({
    columns: hasReference ? columnsOf(reference) : [],
    probabilities: probabilities.filter((_, i) => unlearned[i]!.asOf <= trainedAt),
    settled: {
      probabilities: predict(reference),
      days: reference.map(({ asOf }) => asOf / DAY_MS),
      reached: reference.map((snapshot) => (waitDaysOf(snapshot) <= horizonDays ? 1 : 0)),
    },
    groups: hasReference ? groupsOf(reference) : [],
  });
  const leads = {
    probabilities,
    days: unlearned.map(({ asOf }) => asOf / DAY_MS),
    waitDays: unlearned.map(waitDaysOf),
    bins: hasReference ? monitor.binsOf(columnsOf(unlearned)) : [],
    groups: hasReference ? monitor.groupsOf(groupsOf(unlearned)) : [],
  };
  const time = { today: now / DAY_MS, learnedDay: learnedAt / DAY_MS, trainedDay: trainedAt / DAY_MS };
  const labels = new Map(model.schema.features.map(({ name, label }) => [name, label]));
  return {
    performance: delays && estimateNewest(unlearned, probabilities, delays, now),
    measures: monitor.check(leads, delays, horizonDays, time).map((measure) => ({
      ...measure,
      label: labels.get(measure.subject.split('=')[0]!),
    })),
  };
}

/** Without times of day and of the week, which depend on when the check runs. */
function watchedColumns(
  { schema }: MonitoredScoringModel,
  snapshots: MonitoredSnapshots,
  of: readonly FirstSnapshot[],
) {
  const columns = featureColumns(
    schema,
    snapshots.table,
    of.map(({ row }) => row),
  );
  return columns.filter((_, feature) => {
    const { unit } = schema.features[feature]!;
    return unit !== 'weekday' && unit !== 'hourOfDay';
  });
}

/** The fields and features that an administrator has named, under the name of the feature that reads them, if one does. */
function groupColumns(
  { schema }: MonitoredScoringModel,
  snapshots: MonitoredSnapshots,
  of: readonly FirstSnapshot[],
): GroupColumn[] {
  const rows = of.map(({ row }) => row);
  const columns = featureColumns(schema, snapshots.table, rows);
  return [...snapshots.groupValuesOfRow].map(([name, valuesOfRow]) => {
    const feature = schema.features.findIndex((other) => other.field === name || other.name === name);
    const isOfLead = valuesOfRow.different.some((value) => value !== null);
    const field = schema.features[feature]?.name ?? name;
    if (isOfLead || feature < 0) return { field, values: rows.map((row) => valuesOfRow.at(row)!) };
    return { field, values: columns[feature]!.values };
  });
}

/** @returns undefined where too few leads have converted to know them */
export function delaysOf(
  first: readonly FirstSnapshot[],
  predict: (of: readonly FirstSnapshot[]) => ArrayLike<number>,
  horizonDays: number,
  now: Instant,
): DelayDistribution | undefined {
  const reached = first.filter(
    ({ asOf, reachedAt }) => reachedAt > asOf && asOf > now - Math.max(REFERENCE_DAYS, 2 * horizonDays) * DAY_MS,
  );
  const ageDays = reached.map(({ asOf }) => (now - asOf) / DAY_MS);
  return unlessTooFew(() => delayDistribution(reached.map(waitDaysOf), ageDays, horizonDays, predict(reached)));
}

function estimateNewest(
  unlearned: readonly FirstSnapshot[],
  probabilities: Float64Array,
  delays: DelayDistribution,
  now: Instant,
): PerformanceEstimate | undefined {
  const newerThan = (days: number) => {
    const from = unlearned.findIndex(({ asOf }) => asOf > now - days * DAY_MS);
    return from < 0 ? unlearned.length : from;
  };
  const reachedSince = (from: number) => unlearned.slice(from).filter(({ reachedAt }) => reachedAt <= now).length;
  const starts = [...ESTIMATE_DAYS, delays.horizonDays].map(newerThan);
  const from = starts.find((start) => reachedSince(start) >= MIN_REACHED) ?? starts.at(-1)!;
  const newest = unlearned.slice(from);
  const ageDays = newest.map(({ asOf }) => (now - asOf) / DAY_MS);
  return unlessTooFew(() =>
    estimatePerformance(
      { probabilities: probabilities.slice(from), ageDays, waitDays: newest.map(waitDaysOf) },
      delays,
    ),
  );
}

/** @returns undefined where the evaluation says that there is too little data */
export function unlessTooFew<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvaluationError && error.code.startsWith('too_few_')) return undefined;
    throw error;
  }
}
