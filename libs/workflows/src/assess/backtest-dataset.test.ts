import { describe, expect, it } from 'vitest';
import { silent } from '../ports/index.ts';
import { tableDataset } from '../train-model/train-on-table.ts';
import { assess, type AssessSettings } from './assess.ts';
import { backtestDataset } from './backtest-dataset.ts';

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

describe('a backtest in the report', () => {
  const dataset = turning();
  const settings: AssessSettings = { learner: 'best', seed: 1, threshold: 0.5, holdout: 0.2, backtest: true };

  it('tests whom the rows before the first month choose, not the winner on the months that it tests', () => {
    const { report, learner } = assess(dataset, settings, [], NOW, silent);
    expect(report.backtest).toEqual(backtestDataset(dataset, settings, silent));
    expect(report.backtest).not.toEqual(backtestDataset(dataset, { ...settings, learner }, silent));
  });
});
