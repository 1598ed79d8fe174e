import { describe, expect, it } from 'vitest';
import { isFormula, neutralizeFormulas } from './formula-cells.ts';

describe('isFormula', () => {
  it.each(['=1+1', '+cmd|x', '-2+3+cmd', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '- none -', '-A1'])(
    '%j is',
    (cell) => expect(isFormula(cell)).toBe(true),
  );

  it.each(['', 'Web', '5', '-5', '+5', '-1,234.50', '-1.234,50 €', "-1'234", '-1 234', '-12 %', '-1.5e-7', '-', "'=1"])(
    '%j is not',
    (cell) => expect(isFormula(cell)).toBe(false),
  );
});

describe('neutralizeFormulas', () => {
  it('puts an apostrophe in front of formulas and counts them', () => {
    expect(
      neutralizeFormulas([
        ['=a', 'b'],
        ['-1', '@c'],
      ]),
    ).toEqual({
      rows: [
        ["'=a", 'b'],
        ['-1', "'@c"],
      ],
      neutralized: 2,
    });
  });
});
