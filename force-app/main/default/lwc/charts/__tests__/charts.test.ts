import { axisAround, layOutChart, roundTicks, linearScale, type Chart } from 'c/charts';

describe('roundTicks', () => {
  it.each([
    [0, 0.6, 5, [0, 0.2, 0.4, 0.6]],
    [0, 0.13, 4, [0, 0.05, 0.1, 0.15]],
    [0.44, 1, 6, [0.4, 0.6, 0.8, 1]],
    [0, 40, 5, [0, 10, 20, 30, 40]],
    [3, 3, 5, [3]],
  ])('returns round numbers from %d to %d, at most %d', (low, high, maxTicks, ticks) => {
    expect(roundTicks(low, high, maxTicks)).toEqual(ticks);
  });

  it('covers every value', () => {
    const values = [0.113, 0.387, 0.021];
    const { low, high, ticks } = axisAround(values, (at) => `${Math.round(100 * at)} %`);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    expect(ticks.map(({ text }) => text)).toEqual(['0 %', '10 %', '20 %', '30 %', '40 %']);
  });
});

describe('linearScale', () => {
  it('maps the ends of an axis to the ends of the picture, in either direction', () => {
    const down = linearScale({ low: 0, high: 10 }, 200, 0);
    expect([0, 5, 10].map(down)).toEqual([200, 100, 0]);
  });

  it('supports an axis with a single value', () => {
    expect(linearScale({ low: 4, high: 4 }, 10, 90)(4)).toBe(10);
  });
});

describe('layOutChart', () => {
  const axis = axisAround([0, 1], String, 3);
  const chart: Chart = {
    title: '',
    spoken: '',
    x: axis,
    y: axis,
    header: [],
    rows: [],
    series: [
      {
        name: 'one',
        points: [
          { x: 0, y: 0 },
          { x: 1, y: 1, low: 0.5, high: 1 },
        ],
      },
    ],
  };

  it('places higher values higher, and shows a range only if it is known', () => {
    const [{ path, dots, ranges }] = layOutChart(chart).series as [ReturnType<typeof layOutChart>['series'][number]];
    expect(path).toBe('40,170 346,10');
    expect(dots.map(({ x, y }) => [x, y])).toEqual([
      [40, 170],
      [346, 10],
    ]);
    expect(ranges).toEqual([{ key: '1', x: 346, y1: 90, y2: 10 }]);
  });

  it('has no line for a scatter chart, and a diagonal on request', () => {
    const { series, diagonal } = layOutChart({ ...chart, isScatter: true, hasDiagonal: true });
    expect(series[0]?.path).toBe('');
    expect(diagonal).toEqual({ x1: 40, y1: 170, x2: 346, y2: 10 });
    expect(layOutChart(chart).diagonal).toBeUndefined();
  });
});
