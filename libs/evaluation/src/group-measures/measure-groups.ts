import { normalCdf } from '@leadlight/common';
import { percentileInterval, standardDeviation, type Interval } from '../bootstrap/draws.ts';
import { bootstrapMeasures } from '../bootstrap/intervals.ts';
import type { GroupKey } from '../groups.ts';
import { checkPredictions, type Predictions } from '../predictions.ts';
import { rocAuc } from '../ranking.ts';
import { clusterMean, normalInterval, shareInterval, type ClusterMean } from './cluster-statistics.ts';
import { countLeads, divideIntoGroups, type GroupName } from './divide-into-groups.ts';
import { holmRejections } from './holm.ts';

/** A share or a difference with its 90 % interval; both NaN where nothing was counted. */
export interface MeasuredShare {
  readonly value: number;
  readonly interval: Interval;
}

/** The measures that are compared with those of all other leads. */
export type ComparedMeasure = 'calibration' | 'auc' | 'missed' | 'falseCalls';

/** How the model treats the leads of one group. */
export interface GroupMeasures {
  readonly name: GroupName;
  readonly rows: number;
  readonly leads: number;
  readonly converted: number;
  /** Of all rows. */
  readonly share: number;
  /** Rows called qualified: probability ≥ threshold. */
  readonly called: MeasuredShare;
  /** Mean probability. */
  readonly expected: number;
  readonly actual: MeasuredShare;
  /** Actual minus expected rate. */
  readonly calibration: MeasuredShare;
  /** NaN with fewer than ten rows of either outcome. */
  readonly auc: MeasuredShare;
  /** Share of the converted rows that were not called. */
  readonly missed: MeasuredShare;
  /** Share of the rows that did not convert and were called. */
  readonly falseCalls: MeasuredShare;
  /** Measures that differ from those of all other rows by more than chance, over all groups and measures together. */
  readonly differs: readonly ComparedMeasure[];
}

/** The groups of one field. */
export interface FieldGroups {
  readonly field: string;
  readonly label?: string;
  readonly groups: readonly GroupMeasures[];
  /** Groups of fewer leads than are shown, counted together. */
  readonly small: { readonly groups: number; readonly rows: number };
}

export interface GroupColumn {
  readonly field: string;
  readonly label?: string;
  /** [rows] Texts or numbers; null and NaN are missing. */
  readonly values: ArrayLike<string | number | null>;
}

export interface GroupSettings {
  readonly threshold: number;
  readonly seed: number;
  /** [rows] Rows of one lead share a key; absent = every row is a lead of its own. */
  readonly leads?: ArrayLike<GroupKey>;
  /** Smaller groups are not shown; 30 by default. */
  readonly minLeads?: number;
}

const MIN_LEADS_PER_GROUP = 30;
/** With fewer rows of an outcome, an AUC or an error rate is chance. */
const MIN_PER_OUTCOME = 10;
/** Over all groups and measures of a report. */
const FAMILY_ERROR_RATE = 0.05;

/**
 * Measures held-out predictions by group: shares, calibration and errors with 90 % intervals by lead. A measure of a group is
 * said to differ if the difference from all other rows is significant after Holm's correction over every group and measure.
 * @throws EvaluationError if the predictions cannot be measured
 */
export function measureGroups(
  predictions: Predictions,
  columns: readonly GroupColumn[],
  settings: GroupSettings,
): readonly FieldGroups[] {
  checkPredictions(predictions);
  const { leads, minLeads = MIN_LEADS_PER_GROUP } = settings;
  const divided = columns.map((column) => ({ column, ...divideIntoGroups(column.values, leads, minLeads) }));
  const measured = divided.map(({ groups }) => groups.map((group) => measureGroup(predictions, group.rows, settings)));
  const tests = measured.flat().flatMap(({ pValues }) => [...pValues.values()]);
  const isRejected = holmRejections(tests, FAMILY_ERROR_RATE);
  let test = 0;
  return divided.map(({ column, groups, small }, field) => ({
    field: column.field,
    ...(column.label !== undefined && { label: column.label }),
    groups: groups.map(({ name }, index) => {
      const { measures, pValues } = measured[field]![index]!;
      return { name, ...measures, differs: [...pValues.keys()].filter(() => isRejected[test++]) };
    }),
    small: { groups: small.groups, rows: small.rows.length },
  }));
}

function measureGroup(predictions: Predictions, rows: readonly number[], { threshold, seed, leads }: GroupSettings) {
  const { labels, probabilities } = predictions;
  const inGroup = new Set(rows);
  const others = Array.from(labels, (_, row) => row).filter((row) => !inGroup.has(row));
  const isCalled = (row: number) => Number(probabilities[row]! >= threshold);
  const sides = [rows, others].map((side) => {
    const ofOutcome = (label: 0 | 1) => side.filter((row) => labels[row] === label);
    const mean = (ofRows: readonly number[], valueOf: (row: number) => number) => clusterMean(ofRows, valueOf, leads);
    return {
      called: mean(side, isCalled),
      actual: mean(side, (row) => labels[row]!),
      calibration: mean(side, (row) => labels[row]! - probabilities[row]!),
      missed: mean(ofOutcome(1), (row) => 1 - isCalled(row)),
      falseCalls: mean(ofOutcome(0), isCalled),
      auc: aucOf(predictions, side, leads, seed),
    };
  });
  const [own, rest] = [sides[0]!, sides[1]!];
  const enough = (measure: ComparedMeasure) =>
    measure === 'calibration' || Math.min(own[measure].rows, rest[measure].rows) >= MIN_PER_OUTCOME;
  const compared = (['calibration', 'auc', 'missed', 'falseCalls'] as const).filter(enough);
  const pValues = new Map(compared.map((measure) => [measure, pValueOf(own[measure], rest[measure])]));
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  const measures: Omit<GroupMeasures, 'name' | 'differs'> = {
    rows: rows.length,
    leads: countLeads(rows, leads),
    converted,
    share: rows.length / labels.length,
    called: shareOf(own.called),
    expected: rows.reduce((sum, row) => sum + probabilities[row]!, 0) / rows.length,
    actual: shareOf(own.actual),
    calibration: { value: own.calibration.mean, interval: normalInterval(own.calibration) },
    auc: { value: own.auc.mean, interval: own.auc.interval },
    missed: shareOf(own.missed),
    falseCalls: shareOf(own.falseCalls),
  };
  return { measures, pValues };
}

const shareOf = (mean: ClusterMean): MeasuredShare =>
  mean.rows === 0
    ? { value: NaN, interval: { low: NaN, high: NaN } }
    : { value: mean.mean, interval: shareInterval(mean) };

/** @returns `rows` = those of the rarer outcome */
function aucOf(
  { labels, probabilities }: Predictions,
  side: readonly number[],
  leads: ArrayLike<GroupKey> | undefined,
  seed: number,
): ClusterMean & { readonly interval: Interval } {
  const converted = side.reduce((sum, row) => sum + labels[row]!, 0);
  const rows = Math.min(converted, side.length - converted);
  const none = { low: NaN, high: NaN };
  if (rows < MIN_PER_OUTCOME) return { mean: NaN, standardError: NaN, rows, interval: none };
  const own = { labels: side.map((row) => labels[row]!), probabilities: side.map((row) => probabilities[row]!) };
  const groups = leads && side.map((row) => leads[row] ?? null);
  const draws = bootstrapMeasures([own], { seed, groups })[0]!.map(({ auc }) => auc);
  return { mean: rocAuc(own), standardError: standardDeviation(draws), rows, interval: percentileInterval(draws) };
}

/** Two-sided, of the difference between a group and all other rows. */
function pValueOf(own: ClusterMean, rest: ClusterMean): number {
  const error = Math.hypot(own.standardError, rest.standardError);
  const difference = Math.abs(own.mean - rest.mean);
  if (!(error > 0)) return 1;
  return 2 * (1 - normalCdf(difference / error));
}
