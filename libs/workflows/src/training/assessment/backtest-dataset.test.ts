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

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 1);
const ROWS = 1200;

/** Two leads a day: at first either sign converts by itself, in the last four months only one without the other. */
function turning() {
  let state = 5;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const [one, other] = [Math.floor(next() * 10), Math.floor(next() * 10)];
    const chance = row < ROWS - 240 ? 0.05 + 0.05 * (one + other) : one > 4 === other > 4 ? 0.1 : 0.9;
    const created = new Date(NOW - (ROWS - row) * (DAY / 2)).toISOString();
    return [created, String(one), String(other), next() < chance ? 'yes' : 'no'];
  });
  const header = ['created', 'one', 'other', 'won'];
  const outcome = { kind: 'label', column: 'won', positive: 'yes' } as const;
  return tableDataset({ title: 't', header, rows, outcome, createdColumn: 'created' }, NOW).dataset;
}

/**
 * Notes that speak of a lead's worth, on some leads that were to convert long after their horizon. Nobody knew of those
 * conversions before the newest of all leads, so no month's search for leaks may.
 */
function notedLeads(): Dataset {
  const dataset = turning();
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
    ...{ ...dataset, schema, table },
    rawColumns: (rows) => featureColumns(schema, table, rows),
    goalReachedAt: Float64Array.from(dataset.labels, (label, row) =>
      isNoted(row) ? last + DAY : label === 1 ? dataset.times!.asOf[row]! : Number.NaN,
    ),
  };
}

describe('a backtest', () => {
  const settings: AssessSettings = { learner: 'logistic', seed: 1, threshold: 0.5, holdout: 0.2 };
  const noted = notedLeads();

  it('searches for leaks by what was known when each month began', () => {
    const unknown = { ...noted, convertedAt: noted.goalReachedAt!.map((at) => (at > NOW - DAY ? Number.NaN : at)) };
    expect(unknown.convertedAt).not.toEqual(noted.goalReachedAt);
    expect(backtestDataset(noted, settings, noProgress)).toEqual(backtestDataset(unknown, settings, noProgress));
  });

  it('holds columns of today against the conversions of today', () => {
    const today: Dataset = {
      ...noted,
      rawColumns: (rows) => noted.rawColumns(rows).map((column) => ({ ...column, hasCurrentValues: true })),
    };
    expect(backtestDataset(today, settings, noProgress)!.auc).toBeLessThan(
      backtestDataset(noted, settings, noProgress)!.auc,
    );
  });
});

describe('a backtest in the report', () => {
  const dataset = turning();
  const settings: AssessSettings = { learner: 'best', seed: 1, threshold: 0.5, holdout: 0.2, backtest: true };

  it('tests whom the rows before the first month choose, not the winner on the months that it tests', () => {
    const { report, learner } = assess(dataset, settings, [], NOW, noProgress);
    expect(report.backtest).toEqual(backtestDataset(dataset, settings, noProgress));
    expect(report.backtest).not.toEqual(backtestDataset(dataset, { ...settings, learner }, noProgress));
  });
});
