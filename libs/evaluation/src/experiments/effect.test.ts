import { describe, expect, it } from 'vitest';
import { pairedFortnightEffect, stratifiedEffect, type RepFortnight } from './effect.ts';

describe('stratified effect', () => {
  it('compares within bands, so that a band with more hidden leads does not seem an effect', () => {
    const effect = stratifiedEffect([
      { shown: { leads: 100, converted: 50, viewed: 80 }, hidden: { leads: 900, converted: 450, viewed: 0 } },
      { shown: { leads: 900, converted: 9, viewed: 720 }, hidden: { leads: 100, converted: 1, viewed: 0 } },
    ])!;
    expect(effect.difference).toBeCloseTo(0, 12);
    expect(effect.shownRate).toBeCloseTo(0.255, 12);
    expect(effect.viewed.rate).toBeCloseTo(0.8, 12);
  });

  it('has the standard error of two shares', () => {
    const { difference, standardError } = stratifiedEffect([
      { shown: { leads: 10_000, converted: 720, viewed: 0 }, hidden: { leads: 10_000, converted: 600, viewed: 0 } },
    ])!;
    expect(difference).toBeCloseTo(0.012, 12);
    expect(standardError).toBeCloseTo(Math.sqrt((0.072 * 0.928 + 0.06 * 0.94) / 10_000), 5);
  });

  it('leaves out bands with an empty arm, and is unknown if there are no others', () => {
    const oneArm = { shown: { leads: 5, converted: 1, viewed: 0 }, hidden: { leads: 0, converted: 0, viewed: 0 } };
    expect(stratifiedEffect([oneArm])).toBeUndefined();
    expect(stratifiedEffect([])).toBeUndefined();
  });
});

describe('paired fortnight effect', () => {
  const fortnight = (pair: string, arm: 'shown' | 'hidden', converted: number): RepFortnight => ({
    pair,
    arm,
    leads: 100,
    converted,
    viewed: arm === 'shown' ? 70 : 0,
  });

  it('cancels what is the same in both fortnights of a rep', () => {
    // Reps convert 5, 20 and 40 %; each two percentage points more with the score.
    const cells = [5, 20, 40, 60].flatMap((rate, rep) => [
      fortnight(String(rep), 'shown', rate + 2),
      fortnight(String(rep), 'hidden', rate),
    ]);
    const effect = pairedFortnightEffect(cells)!;
    expect(effect.difference).toBeCloseTo(0.02, 12);
    expect(effect.standardError).toBeCloseTo(0, 12);
    expect(effect.degreesOfFreedom).toBe(3);
  });

  it('counts pairs and not leads', () => {
    const few = ['a', 'b', 'c'].flatMap((pair, index) => [
      fortnight(pair, 'shown', 10 + 5 * index),
      fortnight(pair, 'hidden', 10),
    ]);
    const withMoreLeads = few.map((cell) => ({ ...cell, leads: 10_000, converted: cell.converted * 100 }));
    expect(pairedFortnightEffect(withMoreLeads)!.standardError).toBeCloseTo(
      pairedFortnightEffect(few)!.standardError,
      12,
    );
  });

  it('is unknown before there are three pairs and both arms', () => {
    expect(pairedFortnightEffect([fortnight('a', 'shown', 1), fortnight('a', 'hidden', 1)])).toBeUndefined();
    expect(pairedFortnightEffect(['a', 'b', 'c'].map((pair) => fortnight(pair, 'shown', 1)))).toBeUndefined();
  });
});
