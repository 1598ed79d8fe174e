import type { FeatureSchema, FeatureSpec, FeatureValue } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { findScoreRaises } from './score-raises.ts';

const spec = (name: string, kind: FeatureSpec['kind']): FeatureSpec => ({
  name,
  kind,
  unit: kind === 'boolean' ? 'none' : 'count',
  field: name,
  labelKey: `Feature_${name}`,
  label: name,
  source: { type: 'catalogue', inputs: [] },
});
const schema: FeatureSchema = {
  version: 1,
  features: [
    spec('phone_present', 'boolean'),
    spec('meetings', 'numeric'),
    spec('calls', 'numeric'),
    spec('days_since_last_touch', 'numeric'),
    spec('industry', 'categorical'),
  ],
};
/** 10 a meeting, 4 for a phone number, −3 a call, −1 a day since the last touch. */
const scoreRow = ([phone, meetings, calls, days, industry]: readonly FeatureValue[]) =>
  40 +
  4 * Number(phone) +
  10 * Number(meetings) -
  3 * Number(calls) -
  (Number.isNaN(days) ? 5 : Number(days)) +
  (industry === 'Tech' ? 30 : 0);

describe('findScoreRaises', () => {
  it('lists single changes by their gain, and none that would lower the score', () => {
    const raises = findScoreRaises(schema, [0, 1, 2, 7, 'Retail'], scoreRow);
    expect(
      raises.map(({ feature, currentValue, suggestedValue, points, score }) => [
        feature,
        currentValue,
        suggestedValue,
        points,
        score,
      ]),
    ).toEqual([
      ['meetings', 1, 2, 10, 47],
      ['phone_present', false, true, 4, 41],
    ]);
    expect(findScoreRaises(schema, [0, 1, 2, 7, 'Retail'], scoreRow, 1)).toHaveLength(1);
  });

  it('suggests nothing that the lead already has, and nothing that describes the lead', () => {
    expect(findScoreRaises(schema, [1, 0, 0, 0, 'Retail'], scoreRow).map(({ feature }) => feature)).toEqual([
      'meetings',
    ]);
  });

  it('has null as the current value where it is missing', () => {
    const [raise] = findScoreRaises(schema, [Number.NaN, Number.NaN, 0, 0, null], (row) => 40 + (row[0] === 1 ? 4 : 0));
    expect(raise).toMatchObject({ feature: 'phone_present', currentValue: null, suggestedValue: true });
  });
});
