import { metricsOf } from '@leadlight/evaluation';
import { describe, expect, it } from 'vitest';
import { reportJson } from './report-json.ts';
import { metricRows, summaryRows, type RunSummary } from './run-summary.ts';

const summary: RunSummary = {
  leads: 5000,
  snapshots: 14210,
  converted: 812,
  horizonDays: 61,
  test: metricsOf({ labels: [1, 0, 1, 0], probabilities: [0.9, 0.2, 0.4, 0.4] }),
  scored: 3100,
  written: 3099,
  apiCalls: { used: 41, limit: 100000 },
  steps: [
    { name: 'Sync', seconds: 4.26 },
    { name: 'Train', seconds: 3 },
  ],
};

describe('summaryRows', () => {
  it('has the steps in order, with numbers in the format of the locale', () => {
    expect(summaryRows(summary, 'de').map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Leads: 5.000',
      'Snapshots: 14.210',
      'Converted within 61 days: 812',
      'Test AUC: 0,875',
      'Test PR-AUC: 0,833',
      'Test Brier score: 0,1425',
      'Test calibration error: 0,3250',
      'Lift in the top tenth: 2,0 ×',
      'Scored: 3.100',
      'Written: 3.099',
      'API calls: 41 of 100.000',
      'Time: Sync: 4,3 s',
      'Time: Train: 3,0 s',
    ]);
  });

  it('leaves out the steps that were not run', () => {
    const { leads, snapshots, converted, horizonDays } = summary;
    const rows = summaryRows({ leads, snapshots, converted, horizonDays, steps: [] });
    expect(rows.map(({ name }) => name)).toEqual(['Leads', 'Snapshots', 'Converted within 61 days']);
  });
});

describe('metricRows', () => {
  it('has a dash for a missing measure', () => {
    const unknown = { ...summary.test!, auc: Number.NaN };
    expect(metricRows(unknown)[0]).toEqual({ name: 'Test AUC', value: '–' });
  });
});

describe('reportJson', () => {
  it('writes missing measures as null and typed arrays as lists', () => {
    expect(reportJson({ auc: Number.NaN, rows: Int32Array.of(1, 2) })).toBe('{"auc":null,"rows":[1,2]}');
  });
});
