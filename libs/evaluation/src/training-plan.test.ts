import { describe, expect, it } from 'vitest';
import { trainingPlanFor } from './training-plan.ts';

describe('trainingPlanFor', () => {
  it('has no model with fewer than 40 leads of either outcome, and says why', () => {
    expect(trainingPlanFor({ converted: 39, not: 5000 })).toMatchObject({ kind: 'rules' });
    expect(trainingPlanFor({ converted: 39, not: 5000 })).toHaveProperty(
      'reason.english',
      expect.stringContaining('at least 40'),
    );
    expect(trainingPlanFor({ converted: 40, not: 40 }).kind).toBe('small');
  });

  it('is small with fewer than 1,000 leads', () => {
    const kindOf = (converted: number, not: number) => trainingPlanFor({ converted, not }).kind;
    expect([kindOf(200, 799), kindOf(200, 800)]).toEqual(['small', 'full']);
  });
});
