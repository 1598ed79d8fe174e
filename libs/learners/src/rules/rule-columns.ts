import type { Column, Examples, FeatureBins } from '@leadlight/forest';
import type { BinnedColumns } from '../additive/binned-columns.ts';
import type { Condition, PointsRule, PointsTable } from './points-table.ts';

/** Twenty points double the odds. @source Siddiqi 2006, "Credit risk scorecards" */
const LOG_ODDS_PER_POINT = Math.LN2 / 20;

export interface RuleColumns {
  readonly columns: BinnedColumns;
  /** [features][bins] in log odds. */
  readonly byBin: readonly Float64Array[];
}

/** Bins columns at the thresholds of the rules and sums the points of each bin. */
export function binByRules(examples: Examples, table: PointsTable): RuleColumns {
  const binned = examples.columns.map((column) => {
    const rules = table.rules.filter(
      ({ feature, condition }) => feature === column.name && appliesTo(condition, column),
    );
    return column.kind === 'numeric' ? binNumericColumn(column, rules) : binCategoricalColumn(column, rules);
  });
  return {
    byBin: binned.map(({ points }) => Float64Array.from(points, (value) => value * LOG_ODDS_PER_POINT)),
    columns: {
      features: binned.map(({ feature }) => feature),
      binCounts: binned.map(({ points }) => points.length),
      bins: binned.map(({ bins }) => bins),
      labels: examples.labels,
      weights: examples.weights ?? new Float64Array(examples.rows).fill(1),
    },
  };
}

/** Whether a rule's condition fits the kind of the column. */
const appliesTo = (condition: Condition, column: Column): boolean =>
  'missing' in condition || 'is' in condition === (column.kind === 'categorical');

interface BinnedRuleColumn {
  readonly feature: FeatureBins;
  /** [rows] */
  readonly bins: Uint8Array;
  /** [bins] */
  readonly points: readonly number[];
}

function binNumericColumn(
  { name, values }: Extract<Column, { kind: 'numeric' }>,
  rules: readonly PointsRule[],
): BinnedRuleColumn {
  const thresholds = rules.flatMap(({ condition }) =>
    'atLeast' in condition ? [condition.atLeast] : 'below' in condition ? [condition.below] : [],
  );
  const starts = [...new Set(thresholds)].sort((a, b) => a - b);
  // A value equal to an edge is in the bin below it, so the edge is just below the threshold.
  const edges = Float64Array.from(starts, (start) => start - Number.EPSILON * Math.max(1, Math.abs(start)));
  const pointsFrom = (low: number): number =>
    sumPoints(rules, (condition) =>
      'atLeast' in condition ? low >= condition.atLeast : 'below' in condition && low < condition.below,
    );
  return {
    feature: { kind: 'numeric', name, edges },
    bins: Uint8Array.from(values, (value) =>
      Number.isNaN(value) ? 0 : 1 + starts.filter((start) => start <= value).length,
    ),
    points: [missingPoints(rules), ...[-Infinity, ...starts].map(pointsFrom)],
  };
}

function binCategoricalColumn(
  { name, codes, categories }: Extract<Column, { kind: 'categorical' }>,
  rules: readonly PointsRule[],
): BinnedRuleColumn {
  const named = rules.flatMap(({ condition }) => ('is' in condition ? condition.is : []));
  const all = [...new Set([...categories, ...named])];
  const pointsOf = all.map((category) =>
    sumPoints(rules, (condition) => 'is' in condition && condition.is.includes(category)),
  );
  const distinct = [...new Set(pointsOf)].sort((a, b) => a - b);
  const bins = Uint16Array.from(pointsOf, (points) => 1 + distinct.indexOf(points));
  return {
    feature: { kind: 'categorical', name, categories: all, bins },
    bins: Uint8Array.from(codes, (code) => (code < 0 ? 0 : bins[code])),
    points: [missingPoints(rules), ...distinct],
  };
}

const sumPoints = (rules: readonly PointsRule[], holds: (condition: Condition) => boolean): number =>
  rules.reduce((sum, { condition, points }) => (holds(condition) ? sum + points : sum), 0);

const missingPoints = (rules: readonly PointsRule[]): number => sumPoints(rules, (condition) => 'missing' in condition);

/** The number of rules in the table that apply to these columns. */
export const countApplicableRules = ({ columns }: Pick<Examples, 'columns'>, { rules }: PointsTable): number =>
  rules.filter(({ feature, condition }) =>
    columns.some((column) => column.name === feature && appliesTo(condition, column)),
  ).length;
