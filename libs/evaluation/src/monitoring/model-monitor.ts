import type { RawColumn } from '../leakage/leakage-finding.ts';
import type { GroupColumn } from '../group-measures/measure-groups.ts';
import type { DelayDistribution } from '../performance-estimation/delay-distribution.ts';
import { columnBins, type ColumnBins } from './binned-column.ts';
import { ChangeDetector } from './change-evidence.ts';
import { DelayWatch } from './delay-evidence.ts';
import { distributionMeasures } from './distribution-measures.ts';
import { namedGroups, type NamedGroups } from './named-groups.ts';
import { hazardsOf, type Hazards } from './relative-evidence.ts';
import { inSeason, seasonalOffsets, type SeasonalOffsets, type SettledLeads } from './seasonal-offsets.ts';
import { segmentMeasures } from './segment-measures.ts';
import type { MeasureKind, MonitoredLeads, MonitorTime, WatchedMeasure } from './watched-measure.ts';
import { settledEvidence } from './settled-evidence.ts';
import type { ChangeEvidence } from './sum-over-starts.ts';
import { significantMeasures } from './significant-measures.ts';

export interface Measure extends Omit<WatchedMeasure, 'evidence'> {
  /** `moved`: it differs beyond chance, which alone is no reason to act. */
  readonly state: 'steady' | 'moved' | 'alarm';
  /** Without a change, evidence this strong appears once in this number of weeks at most, on average, over all measures. */
  readonly weeks: number;
  /** The first day of the week in which the change most likely began, on the scale of the leads' days. */
  readonly since: number;
}

/** What new leads are compared with; one row per lead. */
export interface MonitorReference {
  /** Of leads that the model learned from. */
  readonly columns: readonly RawColumn[];
  /** [other rows] predictions for leads that it did not learn from, older than those that are watched. */
  readonly probabilities: ArrayLike<number>;
  /**
   * Of leads before those that are watched, best with predictions of models that have not learned from them. Where they are of a year,
   * a season that they had is expected to come back.
   */
  readonly settled?: SettledLeads;
  /** Fields by whose values an administrator wants to see the leads, of the same rows as `columns`. */
  readonly groups?: readonly GroupColumn[];
}

/** A choice: over everything together, a year without a change has one false alarm at most. */
const WEEKS_BETWEEN_FALSE_ALARMS = 52;

/**
 * Share of the false alarms that each kind may cause, divided evenly among its measures; the share of a kind without measures goes to
 * the others. Performance is what matters.
 */
const KIND_WEIGHTS: Readonly<Record<MeasureKind, number>> = {
  performance_changed: 0.6,
  segment_changed: 0.14,
  group_differs: 0.08,
  calibration_off: 0.1,
  values_missing: 0.07,
  values_unseen: 0.03,
  values_moved: 0.05,
  scores_moved: 0.015,
  delays_moved: 0.03,
};
/** Fewer missing values more than before, or fewer unseen ones, are shown only. */
const MIN_MORE_MISSING = 0.1;
const MIN_UNSEEN = 0.05;

/**
 * Watches one model: its estimated performance, overall, by value of its categorical features and by named group, its calibration, missing
 * and unseen values, the distributions of features and scores, and how long conversions take. False alarms are controlled over all of
 * them and over time together; see `significantMeasures`.
 */
export class ModelMonitor {
  readonly #columns: readonly ColumnBins[];
  readonly #groups: readonly NamedGroups[];
  readonly #scores: ColumnBins;
  readonly #seasons: SeasonalOffsets | undefined;
  readonly #limitWeeks: number;
  #detectors: Detectors | undefined;

  constructor(
    { columns, probabilities, settled, groups = [] }: MonitorReference,
    { weeksBetweenFalseAlarms = WEEKS_BETWEEN_FALSE_ALARMS }: { readonly weeksBetweenFalseAlarms?: number } = {},
  ) {
    this.#columns = columns.map(columnBins);
    this.#groups = groups.map(namedGroups);
    this.#scores = columnBins({ field: '', values: probabilities });
    this.#seasons = settled && seasonalOffsets(settled);
    this.#limitWeeks = weeksBetweenFalseAlarms;
  }

  /** @param columns those of the reference, in the same order, of other leads */
  binsOf(columns: readonly RawColumn[]): readonly Int16Array[] {
    return this.#columns.map((column, i) => column.binsOf(columns[i]!.values));
  }

  /** @param groups those of the reference, in the same order, of other leads */
  groupsOf(groups: readonly GroupColumn[]): readonly Int16Array[] {
    return this.#groups.map((column, i) => column.groupsOf(groups[i]!.values));
  }

  /**
   * @param leads one row per lead that the model has not learned from
   * @param delays undefined = too few conversions to know them; then only settled leads and distributions are watched
   * @returns the strongest evidence first
   * @throws EvaluationError `length_mismatch`
   */
  check(
    leads: MonitoredLeads,
    delays: DelayDistribution | undefined,
    horizonDays: number,
    time: MonitorTime,
  ): readonly Measure[] {
    const expected = this.#seasons
      ? { ...leads, probabilities: inSeason(this.#seasons, leads.probabilities, leads.days) }
      : leads;
    const watched = [
      ...(delays ? this.#openLeads(expected, delays, time.today) : []),
      calibration(expected, horizonDays, time),
      ...distributionMeasures(this.#columns, this.#scores, leads, time),
    ];
    const kinds = Map.groupBy(watched, ({ kind }) => kind);
    const decided = significantMeasures(
      watched.map(({ kind, evidence }) => ({
        value: evidence.value,
        weight: KIND_WEIGHTS[kind] / kinds.get(kind)!.length,
      })),
      this.#limitWeeks,
    );
    return watched
      .map(({ evidence, ...measure }, i) => {
        const { weeks, isSignificant } = decided[i]!;
        return {
          ...measure,
          weeks,
          since: evidence.since,
          state: isSignificant ? stateOf(measure) : ('steady' as const),
        };
      })
      .sort((a, b) => b.weeks - a.weeks);
  }

  #openLeads(leads: MonitoredLeads, delays: DelayDistribution, today: number): readonly WatchedMeasure[] {
    if (this.#detectors?.of !== delays) this.#detectors = detectorsFor(delays);
    const { overall, hazards, waits } = this.#detectors;
    const { before, now, ...ofDelays } = waits.evidence(leads, today);
    return [
      ofAll('performance_changed', overall.evidence(leads, { today })),
      ...segmentMeasures({ columns: this.#columns, groups: this.#groups }, leads, hazards, today),
      { kind: 'delays_moved', subject: '', evidence: ofDelays, before, now },
    ];
  }
}

/** What depends on the delays only, kept while they stay the same. */
interface Detectors {
  readonly of: DelayDistribution;
  readonly overall: ChangeDetector;
  readonly hazards: Hazards;
  readonly waits: DelayWatch;
}

const detectorsFor = (delays: DelayDistribution): Detectors => ({
  of: delays,
  overall: new ChangeDetector(delays),
  hazards: hazardsOf(delays),
  waits: new DelayWatch(delays),
});

const ofAll = (kind: MeasureKind, evidence: ChangeEvidence): WatchedMeasure => ({
  ...{ kind, subject: '', evidence, before: null, now: null },
});

/** Of leads that the model has not learned from, since they had not settled at its training. */
function calibration(
  leads: MonitoredLeads,
  horizonDays: number,
  { today, learnedDay: from }: MonitorTime,
): WatchedMeasure {
  const evidence = settledEvidence(leads, horizonDays, { today, from });
  const since = Math.max(from, evidence.since);
  let [rows, predicted, reached] = [0, 0, 0];
  for (let row = 0; row < leads.days.length; row++) {
    if (leads.days[row]! < since || leads.days[row]! > today - horizonDays) continue;
    rows++;
    predicted += leads.probabilities[row]!;
    if (leads.waitDays[row]! <= horizonDays) reached++;
  }
  const rates = rows === 0 ? { before: null, now: null } : { before: predicted / rows, now: reached / rows };
  return { kind: 'calibration_off', subject: '', evidence, ...rates };
}

function stateOf({ kind, before, now }: Pick<WatchedMeasure, 'kind' | 'before' | 'now'>): 'moved' | 'alarm' {
  switch (kind) {
    case 'values_missing':
      return now! - before! >= MIN_MORE_MISSING ? 'alarm' : 'moved';
    case 'values_unseen':
      return now! >= MIN_UNSEEN ? 'alarm' : 'moved';
    case 'values_moved':
    case 'scores_moved':
    case 'delays_moved':
      return 'moved';
    default:
      return 'alarm';
  }
}
