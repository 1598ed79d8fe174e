import type { TreeModel } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { modelStampOf } from './wire.ts';

describe('modelStampOf', () => {
  const entry = { id: 'm1', version: 2, trainedAt: Date.UTC(2026, 10, 23) };
  const stampOf = (learner: string, facts: TreeModel['facts'] = {}) =>
    modelStampOf({ entry, model: { learner, facts } as TreeModel });

  it('marks scores by the points table, and only these', () => {
    expect(stampOf('rules')).toEqual({ id: 'm1', version: 2, trainedAt: '2026-11-23T00:00:00.000Z', byRules: true });
    expect(stampOf('boosting')).toEqual({ id: 'm1', version: 2, trainedAt: '2026-11-23T00:00:00.000Z' });
  });

  it('names the goal unless it is the conversion of the lead', () => {
    expect(stampOf('forest', { goal: 'won' })).toMatchObject({ goal: 'won' });
    expect(stampOf('forest', { goal: 'status' })).toMatchObject({ goal: 'status' });
    expect(stampOf('forest', { goal: 'converted' })).not.toHaveProperty('goal');
    expect(stampOf('forest', { goal: 'from another program' })).not.toHaveProperty('goal');
  });
});
