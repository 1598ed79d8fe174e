import { describe, expect, it } from 'vitest';
import { dependenceChart } from './model-charts.ts';

const INHERITED = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

describe('dependenceChart', () => {
  it.each([...INHERITED, 'Umsatz "netto"', 'a\\b', 'datum.value'])(
    'draws a column named %s with that title',
    async (label) => {
      const dependence = [...INHERITED, null].map((value, n) => ({ value, rows: 10, effect: n - 2 }));
      const svg = await dependenceChart(
        { feature: 0, name: label, label, kind: 'categorical', dependence } as never,
        0,
      );
      expect(svg).toContain(`>${label}</text>`);
      for (const value of INHERITED) expect(svg).toContain(`>${value}</text>`);
    },
  );
});
