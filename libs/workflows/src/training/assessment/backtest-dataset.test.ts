import { textTableOf } from '@leadlight/lead-table';
import { DAY_MS, seededRandom } from '@leadlight/common';
import type { FeatureSchema } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../../ports/index.ts';
import { featureColumns } from '../examples/org-snapshots.ts';
import { TableBuilder } from '../examples/table-builder.ts';
import { tableDataset } from '../train-on-table.ts';
import { assess } from './assess.ts';
import type { AssessSettings } from './assess-settings.ts';
import { backtestDataset } from './backtest-dataset.ts';
import type { Dataset } from '../examples/dataset.ts';

const NOW = Date.UTC(2026, 0, 1);
const ROWS = 1200;

/** Two leads a day. At first, each of two numbers raises the chance of a conversion; at the end, it is high where exactly one is high. */
function changingLeads(changed = 240) {
  const random = seededRandom(5);
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const [one, other] = [Math.floor(random() * 10), Math.floor(random() * 10)];
    const chance = row < ROWS - changed ? 0.05 + 0.05 * (one + other) : one > 4 === other > 4 ? 0.1 : 0.9;
    const created = new Date(NOW - (ROWS - row) * (DAY_MS / 2)).toISOString();
    return [created, String(one), String(other), random() < chance ? 'yes' : 'no'];
  });
  const header = ['created', 'one', 'other', 'won'];
  const outcome = { kind: 'label', column: 'won', positive: ['yes'] } as const;
  return tableDataset({ title: 't', table: textTableOf(header, rows), outcome, createdColumn: 'created' }, NOW).dataset;
}

/**
 * Some leads have a note that reveals the outcome, and convert long after their horizon. These conversions were unknown before
 * the newest lead was created, so that no month's search for leakage may use them.
 */
function notedLeads(): Dataset {
  const dataset = changingLeads();
  const last = dataset.times!.asOf.at(-1)!;
  const isNoted = (row: number) => row % 5 === 0;
  const note = { name: 'note', field: 'note', label: 'note', labelKey: 'note', kind: 'numeric', unit: 'none' } as const;
  const schema: FeatureSchema = {
    ...dataset.schema,
    features: [...dataset.schema.features, { ...note, source: { type: 'column', column: 'note', read: 'value' } }],
  };
  const table = new TableBuilder(schema);
  for (const [row, values] of dataset.table.rowsAt([...dataset.labels.keys()]).entries()) {
    table.add([...values, isNoted(row) ? dataset.labels[row]! * 3 + (row % 4) : null]);
  }
  return {
    ...dataset,
    schema,
    table,
    rawColumns: (rows) => featureColumns(schema, table, rows),
    goalReachedAt: Float64Array.from(dataset.labels, (label, row) =>
      isNoted(row) ? last + DAY_MS : label === 1 ? dataset.times!.asOf[row]! : Number.NaN,
    ),
  };
}

describe('backtestDataset', () => {
  const settings: AssessSettings = { learner: 'logistic', seed: 1, threshold: 0.5, holdout: 0.2, quick: true };
  const noted = notedLeads();

  it('searches for leakage with what was known when each month began', () => {
    const unknown = {
      ...noted,
      goalReachedAt: noted.goalReachedAt!.map((at) => (at > NOW - DAY_MS ? Number.NaN : at)),
    };
    expect(unknown.goalReachedAt).not.toEqual(noted.goalReachedAt);
    expect(backtestDataset(noted, settings, noProgress)).toEqual(backtestDataset(unknown, settings, noProgress));
  });

  it('compares columns of current values with the current conversions', () => {
    const current: Dataset = {
      ...noted,
      rawColumns: (rows) => noted.rawColumns(rows).map((column) => ({ ...column, hasCurrentValues: true })),
    };
    expect(backtestDataset(current, settings, noProgress)!.auc).toBeLessThan(
      backtestDataset(noted, settings, noProgress)!.auc,
    );
  });
});

describe('assess with a backtest', () => {
  // All tested months are after the change, and most of them are learned from for the published model.
  const dataset = changingLeads(368);
  const settings: AssessSettings = {
    learner: 'best',
    seed: 1,
    threshold: 0.5,
    holdout: 0.05,
    backtest: true,
    quick: true,
  };

  it('tests the learner chosen before the first month, not the winner on the tested months', () => {
    const { report, learner } = assess(dataset, settings, [], NOW, noProgress);
    expect(report.backtest).toEqual(backtestDataset(dataset, settings, noProgress));
    expect(report.backtest).not.toEqual(backtestDataset(dataset, { ...settings, learner }, noProgress));
  });
});
