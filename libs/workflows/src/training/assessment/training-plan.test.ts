import { textTableOf } from '@leadlight/lead-table';
import { DAY_MS } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../../ports/index.ts';
import { tableDataset, trainOnTable } from '../train-on-table.ts';
import { trainingPlanOf } from './training-plan.ts';

const NOW = Date.UTC(2026, 0, 1);
const settings = { seed: 1, holdout: 0.2 };

/** One lead per day, oldest first. */
function table(count: number, converts: (row: number) => boolean) {
  const rows = Array.from({ length: count }, (_, row) => {
    const created = new Date(NOW - (count - row) * DAY_MS).toISOString();
    return [created, String((row * 7) % 10), converts(row) ? 'yes' : 'no'];
  });
  const outcome = { kind: 'label', column: 'won', positive: ['yes'] } as const;
  return { title: 't', table: textTableOf(['created', 'visits', 'won'], rows), outcome, createdColumn: 'created' };
}
const planOf = (...given: Parameters<typeof table>) =>
  trainingPlanOf(tableDataset(table(...given), NOW).dataset, settings);

describe('trainingPlanOf', () => {
  it('counts the outcomes excluding the held-out ones', () => {
    expect(planOf(300, (row) => row % 6 === 0)).toMatchObject({ kind: 'small' });
    expect(planOf(270, (row) => row % 6 === 0)).toMatchObject({
      kind: 'rules',
      reason: {
        code: 'too_few_to_learn_from',
        english: expect.stringMatching(/36 that reached the goal and 180 that did not remain/),
      },
    });
  });

  it('needs both outcomes among the held-out snapshots', () => {
    expect(planOf(300, (row) => row < 240 && row % 3 === 0)).toMatchObject({
      kind: 'rules',
      reason: { code: 'none_converted', english: expect.stringMatching(/^None of the 60 snapshots held out/) },
    });
    expect(planOf(300, (row) => row >= 240 || row % 3 === 0)).toMatchObject({
      kind: 'rules',
      reason: { code: 'all_converted', english: expect.stringMatching(/^All 60 snapshots held out/) },
    });
  });

  it('allows a model even if a random split would leave too few outcomes', () => {
    const few = table(300, (row) => (row < 240 ? row % 6 === 0 : row % 10 === 0));
    const { report } = trainOnTable(few, { ...settings, learner: 'forest', threshold: 0.5 }, NOW, noProgress);
    expect(report.holdout).toMatchObject({ rows: 60, converted: 6 });
    expect(report.split.randomSplitAuc).toBeUndefined();
  });
});
