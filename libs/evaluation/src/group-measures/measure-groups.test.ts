import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { holmRejections } from './holm.ts';
import { divideIntoGroups } from './divide-into-groups.ts';
import { measureGroups } from './measure-groups.ts';

const COUNTRIES = ['Germany', 'France', 'Spain'] as const;

/** Calibrated predictions, but for one country whose leads convert `factor` times as often as predicted. */
function simulate(seed: number, factor: number, rows = 3_000, rowsPerLead = 1) {
  const random = seededRandom(seed);
  const [labels, probabilities, country, leads]: [number[], number[], string[], number[]] = [[], [], [], []];
  for (let lead = 0; labels.length < rows; lead++) {
    const place = COUNTRIES[Math.floor(3 * random())]!;
    const probability = 0.05 + 0.4 * random();
    const label = Number(random() < probability * (place === 'Spain' ? factor : 1));
    for (let row = 0; row < rowsPerLead; row++) {
      labels.push(label);
      probabilities.push(probability);
      country.push(place);
      leads.push(lead);
    }
  }
  return { predictions: { labels, probabilities }, columns: [{ field: 'Country', values: country }], leads };
}
const SETTINGS = { threshold: 0.3, seed: 1 };

describe('measureGroups', () => {
  it('measures shares, calibration and errors of each group', () => {
    const { predictions, columns } = simulate(1, 1);
    const [{ groups, small }] = measureGroups(predictions, columns, SETTINGS) as [ReturnType<typeof measureGroups>[0]];
    expect(small).toEqual({ groups: 0, rows: 0 });
    expect(groups.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const group of groups) {
      const rows = columns[0]!.values.flatMap((value, row) =>
        group.name.kind === 'value' && value === group.name.value ? [row] : [],
      );
      const converted = rows.filter((row) => predictions.labels[row] === 1);
      expect(group).toMatchObject({ rows: rows.length, leads: rows.length, converted: converted.length });
      expect(group.missed.value).toBeCloseTo(
        converted.filter((row) => predictions.probabilities[row]! < 0.3).length / converted.length,
        12,
      );
      expect(group.calibration.value).toBeCloseTo(group.actual.value - group.expected, 12);
      expect(group.calibration.interval.low).toBeLessThan(group.calibration.value);
      expect(group.auc.interval.high).toBeGreaterThan(group.auc.value);
      expect(group.differs).toEqual([]);
    }
  });

  it('finds the group whose probabilities are too high, and says of no other group that it differs', () => {
    const { predictions, columns } = simulate(2, 0.5);
    const [{ groups }] = measureGroups(predictions, columns, SETTINGS) as [ReturnType<typeof measureGroups>[0]];
    const spain = groups.find(({ name }) => name.kind === 'value' && name.value === 'Spain')!;
    expect(spain.differs).toContain('calibration');
    expect(spain.calibration.interval.high).toBeLessThan(0);
  });

  it('says that a group differs in at most one of twenty reports without a difference', () => {
    let reports = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { predictions, columns, leads } = simulate(1_000 + seed, 1, 400, 2);
      const [{ groups }] = measureGroups(predictions, columns, { ...SETTINGS, leads }) as [
        ReturnType<typeof measureGroups>[0],
      ];
      if (groups.some(({ differs }) => differs.length > 0)) reports++;
    }
    // 3 are expected; 8 or more happen once in a hundred.
    expect(reports).toBeLessThan(8);
  });

  it('counts a lead with several rows once in its intervals', () => {
    const single = simulate(3, 1, 600);
    const repeated = simulate(3, 1, 2_400, 4);
    const width = (simulated: typeof single) => {
      const [{ groups }] = measureGroups(simulated.predictions, simulated.columns, {
        ...SETTINGS,
        leads: simulated.leads,
      }) as [ReturnType<typeof measureGroups>[0]];
      return groups.map(({ actual }) => actual.interval.high - actual.interval.low);
    };
    width(single).forEach((once, index) => expect(width(repeated)[index]! / once).toBeCloseTo(1, 1));
  });
});

describe('divideIntoGroups', () => {
  it('shows no group of fewer leads than the minimum', () => {
    const values = [...Array<string>(40).fill('a'), ...Array<string>(10).fill('b'), ...Array<null>(5).fill(null)];
    const { groups, small } = divideIntoGroups(values, undefined, 30);
    expect(groups.map(({ name, rows }) => [name, rows.length])).toEqual([[{ kind: 'value', value: 'a' }, 40]]);
    expect(small.groups).toBe(2);
    expect(small.rows).toHaveLength(15);
    // Forty rows of ten leads are ten leads.
    expect(
      divideIntoGroups(
        values,
        values.map((_, row) => row % 10),
        30,
      ).groups,
    ).toEqual([]);
  });

  it('divides numbers into quarters, and few different numbers by value', () => {
    const sizes = Array.from({ length: 100 }, (_, row) => (row < 8 ? NaN : row));
    const { groups } = divideIntoGroups(sizes, undefined, 5);
    expect(groups.map(({ name }) => name)).toEqual([
      { kind: 'range', below: 31 },
      { kind: 'range', atLeast: 31, below: 54 },
      { kind: 'range', atLeast: 54, below: 77 },
      { kind: 'range', atLeast: 77 },
      { kind: 'missing' },
    ]);
    expect(groups.map(({ rows }) => rows.length)).toEqual([23, 23, 23, 23, 8]);
    const yesNo = divideIntoGroups(
      sizes.map((_, row) => row % 2),
      undefined,
      5,
    );
    expect(yesNo.groups.map(({ name }) => name)).toEqual([
      { kind: 'value', value: '0' },
      { kind: 'value', value: '1' },
    ]);
  });
});

describe('holmRejections', () => {
  it('rejects from the smallest on, as long as each is small enough', () => {
    expect(holmRejections([0.04, 0.001, NaN, 0.015], 0.05)).toEqual([false, true, false, true]);
    expect(holmRejections([0.03, 0.03], 0.05)).toEqual([false, false]);
  });
});
