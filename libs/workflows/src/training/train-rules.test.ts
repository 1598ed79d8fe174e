import { codedMessage } from '@leadlight/common';
import type { TrainingPlanCode } from '@leadlight/evaluation';
import { readModel, writeModel } from '@leadlight/forest';
import { leftOutReasons } from '@leadlight/lead-features';
import { textTableOf } from '@leadlight/lead-table';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { modelFactsOf } from './model-facts.ts';
import { trainRules } from './train-model.ts';
import { tableDataset } from './train-on-table.ts';

const NOW = Date.UTC(2026, 0, 2);
const { dataset } = tableDataset(
  {
    title: 'young.csv',
    table: textTableOf(
      ['source', 'employees', 'won'],
      Array.from({ length: 60 }, (_, row) => [row % 2 ? 'Referral' : 'Web', String(row * 9), row % 20 ? 'no' : 'yes']),
    ),
    outcome: { kind: 'label', column: 'won' },
  },
  NOW,
);
const settings = { learner: 'forest', seed: 1, threshold: 0.5, holdout: 0.2 } as const;
const reason = codedMessage<TrainingPlanCode>('too_few_for_a_model', '3 leads converted and 57 did not.');

describe('trainRules', () => {
  const { model, report, learner } = trainRules(
    { dataset, recent: () => dataset.table.take([...dataset.labels.keys()]) },
    reason,
    settings,
    { orgId: 'young' },
    NOW,
    noProgress,
  );

  it('scores the leads of an org with too few outcomes by the points table', () => {
    expect([learner, model.learner]).toEqual(['rules', 'rules']);
    const stored = readModel(writeModel(model as Parameters<typeof writeModel>[0]));
    expect(stored.predict(['Referral', 300])).toBe(model.predict(['Referral', 300]));
    expect(modelFactsOf(stored)).toMatchObject({ examples: 60, converted: 3 });
  });

  it('reports that nothing was measured, and why', () => {
    expect(report.verdict).toEqual({ level: 'not ready', reasons: [reason] });
    expect(report.holdout.rows).toBe(0);
    expect(report.leakage.findings).toContainEqual({
      field: 'won',
      verdict: 'excluded',
      evidence: [leftOutReasons.columnIsOutcome],
    });
    expect(report.facts).toContainEqual({ name: 'org id', value: 'young' });
  });
});
