import { DAY_MS } from '@leadlight/common';
import { DataQuality, readExample, type ModelReport } from '@leadlight/contract';
import { describe, expect, it } from 'vitest';
import type { FeatureFeedback, ModelEntry } from '../ports/index.ts';
import { NOW, TestClock } from '../testing/scoring.ts';
import { dataQuality } from './data-quality.ts';

const { report } = readExample('model-report.response') as ModelReport;
const active: ModelEntry = { id: 'm1', version: 1, learner: 'forest', trainedAt: NOW, active: true, report };
const complaint = { subjectId: '00Q1', verdict: 'wrong', givenAt: NOW - 1_000 } as const;
const feedbackOn = (feature: string, wrong: number): FeatureFeedback => ({
  feature,
  wrong,
  outOfDate: 1,
  helpful: 2,
  complaints: [complaint],
});

function ports(feedback: readonly FeatureFeedback[], model: ModelEntry | undefined = active) {
  const calls: unknown[] = [];
  return {
    calls,
    clock: new TestClock(),
    models: { findActive: () => Promise.resolve(model) },
    scoringSettings: { findNewest: () => Promise.resolve(undefined) },
    feedback: {
      countByFeature: (...given: readonly unknown[]) => {
        calls.push(given);
        return Promise.resolve(feedback);
      },
    },
  };
}

describe('dataQuality', () => {
  it('sorts by complaints, then by drift', async () => {
    const { features } = await dataQuality(ports([feedbackOn('employees', 3), feedbackOn('lead_source', 7)]), 'org');
    expect(features.slice(0, 2).map(({ feature }) => feature)).toEqual(['lead_source', 'employees']);
    const rest = features.slice(2).map(({ stability }) => stability ?? 0);
    expect(rest).toEqual(rest.toSorted((a, b) => b - a));
    expect(features).toHaveLength(report.features!.length);
  });

  it('returns feedback, drift and missing values of each feature', async () => {
    const quality = await dataQuality(ports([feedbackOn('employees', 3)]), 'org');
    expect(DataQuality.parse(quality)).toEqual(quality);
    expect(quality.features[0]).toMatchObject({
      feature: 'employees',
      field: 'NumberOfEmployees',
      labelKey: 'Feature_Employees',
      wrong: 3,
      outOfDate: 1,
      helpful: 2,
      missing: report.quality!.find(({ field }) => field === 'employees')?.missing,
      drift: report.drift!.find(({ field }) => field === 'employees')?.verdict,
      complaints: [{ leadId: '00Q1', verdict: 'wrong', givenAt: new Date(NOW - 1_000).toISOString() }],
    });
  });

  it('counts the feedback of the last 90 days', async () => {
    const given = ports([]);
    const { since } = await dataQuality(given, 'org');
    expect(given.calls).toEqual([['org', NOW - 90 * DAY_MS, 5]]);
    expect(Date.parse(since)).toBe(NOW - 90 * DAY_MS);
  });

  it('keeps feedback on a feature that the model no longer has', async () => {
    const { features } = await dataQuality(ports([feedbackOn('fleet_size', 1)]), 'org');
    expect(features[0]).toMatchObject({ feature: 'fleet_size', label: 'fleet_size', wrong: 1 });
    expect(features[0]).not.toHaveProperty('missing');
  });

  it('returns feedback if no model is active', async () => {
    const withoutModel = {
      ...ports([feedbackOn('employees', 1)]),
      models: { findActive: () => Promise.resolve(undefined) },
    };
    const quality = await dataQuality(withoutModel, 'org');
    expect(quality).not.toHaveProperty('model');
    expect(quality.features.map(({ feature }) => feature)).toEqual(['employees']);
  });
});
