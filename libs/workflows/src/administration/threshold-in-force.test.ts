import { describe, expect, it } from 'vitest';
import type { ScoringSettingsRevision } from '../ports/index.ts';
import { getModelReport, listModels } from './models.ts';
import { DEFAULT_SCORING_SETTINGS } from './scoring-settings/default-settings.ts';

const TRAINED_AT = Date.UTC(2026, 10, 1);
const at = (threshold: number, precision: number) => ({ threshold, accuracy: 0.8, precision, recall: 0.6, f1: 0.5 });
const interval = { low: 0.1, high: 0.2 };
const REPORT = {
  holdout: {
    rows: 100,
    converted: 20,
    auc: 0.8,
    prAuc: 0.5,
    logLoss: 0.4,
    brier: 0.1,
    ece: 0.02,
    lift: 3,
    decisions: at(0.5, 0.7),
    intervals: { auc: interval, prAuc: interval, logLoss: interval, brier: interval, ece: interval, lift: interval },
  },
  thresholds: [{ name: 'bestF1', decisions: at(0.123_456, 0.4), called: 0.3 }],
  decisionsByPercent: [at(0.3, 0.55)],
};

function portsWith(threshold: number | undefined, changedAt = TRAINED_AT + 1) {
  const entry = { id: 'm1', version: 1, learner: 'forest', trainedAt: TRAINED_AT, active: true, report: REPORT };
  const settings = { ...DEFAULT_SCORING_SETTINGS, threshold: threshold ?? 0.5 };
  const revision: ScoringSettingsRevision = { revision: 1, settings, changedAt, changedBy: 'cli', restores: null };
  return {
    models: { list: () => Promise.resolve([entry]) },
    scoringSettings: { findNewest: () => Promise.resolve(threshold === undefined ? undefined : revision) },
  };
}

describe('accuracy, precision and recall at the threshold in force', () => {
  const decisionsOf = async (...given: Parameters<typeof portsWith>) => {
    const ports = portsWith(...given);
    const { models } = await listModels(ports, 'org');
    const { model, report } = await getModelReport(ports, 'org', 'm1');
    expect(model.holdout?.decisions).toEqual(models[0]?.holdout?.decisions);
    expect(report.holdout?.decisions).toEqual(models[0]?.holdout?.decisions);
    return report.holdout?.decisions;
  };

  it('are those of the training without a later change', async () => {
    expect(await decisionsOf(undefined)).toEqual(at(0.5, 0.7));
    expect(await decisionsOf(0.3, TRAINED_AT - 1)).toEqual(at(0.5, 0.7));
  });

  it('follow a threshold that was adopted from the report, which settings keep to four decimals', async () => {
    expect(await decisionsOf(0.1235)).toEqual(at(0.123_456, 0.4));
  });

  it('follow a threshold of whole percent', async () => {
    expect(await decisionsOf(0.3)).toEqual(at(0.3, 0.55));
  });

  it('stay those of the training, with its threshold, where the adopted one was not measured', async () => {
    expect(await decisionsOf(0.3333)).toEqual(at(0.5, 0.7));
  });
});
