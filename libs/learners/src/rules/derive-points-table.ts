import type { Column, Examples } from '@leadlight/forest';
import type { Condition, PointsRule, PointsTable } from './points-table.ts';

const MAX_RULES = 12;
const MAX_RULES_PER_FEATURE = 2;
const MIN_ROWS = 30;
/** Points are multiples of this, as people prefer round numbers. */
const POINTS_STEP = 5;
const MAX_POINTS = 30;
const POINTS_PER_LOG_ODDS = 20 / Math.LN2;
const THRESHOLD_QUANTILES = [0.5, 0.75, 0.9];

interface Candidate extends PointsRule {
  /** Log odds ratio of the condition in standard errors. */
  readonly strength: number;
}

/**
 * Derives a points table from examples: the strongest single conditions, in round numbers. For tables to which the default
 * rules do not apply.
 * @param counted which rows to use
 */
export function derivePointsTable(examples: Examples, counted: (row: number) => boolean = () => true): PointsTable {
  const rows = Int32Array.from(examples.labels.keys()).filter(counted);
  const candidates = examples.columns.flatMap((column) =>
    candidateConditions(column)
      .flatMap(({ condition, holds }) => evaluateCondition(column.name, condition, holds, rows, examples.labels))
      .sort((a, b) => b.strength - a.strength)
      .slice(0, MAX_RULES_PER_FEATURE),
  );
  const rules = candidates
    .sort((a, b) => b.strength - a.strength)
    .slice(0, MAX_RULES)
    .map(({ feature, condition, points }) => ({ feature, condition, points }));
  return { version: 1, rules };
}

type CandidateCondition = { readonly condition: Condition; readonly holds: (row: number) => boolean };

function candidateConditions(column: Column): readonly CandidateCondition[] {
  if (column.kind === 'categorical') {
    return column.categories.map((category, code) => ({
      condition: { is: [category] },
      holds: (row) => column.codes[row] === code,
    }));
  }
  const known = column.values.filter((value) => !Number.isNaN(value)).sort();
  const thresholds = new Set(THRESHOLD_QUANTILES.map((share) => known[Math.floor(share * known.length)]));
  return [...thresholds]
    .filter((threshold) => threshold !== undefined && threshold > known[0])
    .map((threshold) => ({ condition: { atLeast: threshold }, holds: (row) => column.values[row] >= threshold }));
}

function evaluateCondition(
  feature: string,
  condition: Condition,
  holds: CandidateCondition['holds'],
  among: Int32Array,
  labels: Uint8Array,
): readonly Candidate[] {
  const counts = [
    [0.5, 0.5],
    [0.5, 0.5],
  ];
  let rows = 0;
  among.forEach((row) => {
    const held = Number(holds(row));
    rows += held;
    counts[held][labels[row]]++;
  });
  if (rows < MIN_ROWS || among.length - rows < MIN_ROWS) return [];
  const [[noNot, noYes], [heldNot, heldYes]] = counts;
  const ratio = Math.log((heldYes * noNot) / (heldNot * noYes));
  const error = Math.sqrt(1 / noNot + 1 / noYes + 1 / heldNot + 1 / heldYes);
  const rounded = POINTS_STEP * Math.round((ratio * POINTS_PER_LOG_ODDS) / POINTS_STEP);
  const points = Math.max(-MAX_POINTS, Math.min(MAX_POINTS, rounded));
  return points === 0 ? [] : [{ feature, condition, points, strength: Math.abs(ratio) / error }];
}
