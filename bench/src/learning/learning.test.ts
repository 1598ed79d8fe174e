import { describe, expect, it } from 'vitest';
import { learningRun } from './learning-run.ts';

describe('learningRun', () => {
  it('finds planted leakage, excludes no honest feature, and predicts close to the true probabilities', async () => {
    const run = await learningRun({ leads: 3000, seed: 5, now: Date.UTC(2026, 10, 23) }, undefined, true);
    expect(Object.values(run.planted)).toHaveLength(2);
    expect(Object.values(run.planted)).not.toContain('fine');
    expect(run.wronglyExcluded).toEqual([]);
    expect(run.errorAgainstTruth).toBeLessThan(0.04);
    expect(run.auc[run.winner]).toBeGreaterThan(0.7);
    expect(run.auc[run.winner]).toBeLessThan(run.bestPossibleAuc + 0.03);
    expect(run.leakageZScore).toBeLessThan(4);
    expect(run.auc[run.winner]).toBeGreaterThan(run.auc.rules!);
    expect(run.auc[run.winner]).toBeGreaterThan(run.auc.people!);
  });
});
