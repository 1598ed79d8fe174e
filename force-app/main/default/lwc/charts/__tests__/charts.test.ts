import { axisAround, drawn, roundTicks, scaleOf, type Chart } from 'c/charts';

describe('ticks of an axis', () => {
  it.each([
    [0, 0.6, 5, [0, 0.2, 0.4, 0.6]],
    [0, 0.13, 4, [0, 0.05, 0.1, 0.15]],
    [0.44, 1, 6, [0.4, 0.6, 0.8, 1]],
    [0, 40, 5, [0, 10, 20, 30, 40]],
    [3, 3, 5, [3]],
  ])('from %d to %d, at most %d, are round', (low, high, most, ticks) => {
    expect(roundTicks(low, high, most)).toEqual(ticks);
  });

  it('hold every value between them', () => {
    const values = [0.113, 0.387, 0.021];
    const { low, high, ticks } = axisAround(values, (at) => `${Math.round(100 * at)} %`);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...values)).toBeLessThanOrEqual(high);
    expect(ticks.map(({ text }) => text)).toEqual(['0 %', '10 %', '20 %', '30 %', '40 %']);
  });
});

describe('a scale', () => {
  it('puts the ends of an axis at the ends of the picture, in either direction', () => {
    const down = scaleOf({ low: 0, high: 10 }, 200, 0);
    expect([0, 5, 10].map(down)).toEqual([200, 100, 0]);
  });

  it('bears an axis of one value', () => {
    expect(scaleOf({ low: 4, high: 4 }, 10, 90)(4)).toBe(10);
  });
});

describe('a drawn chart', () => {
  const axis = axisAround([0, 1], String, 3);
  const chart: Chart = {
    ...{ title: '', spoken: '', x: axis, y: axis, header: [], rows: [] },
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

  it('goes up where values grow, and shows a range only where one is known', () => {
    const [{ path, dots, ranges }] = drawn(chart).series as [ReturnType<typeof drawn>['series'][number]];
    expect(path).toBe('40,170 346,10');
    expect(dots.map(({ x, y }) => [x, y])).toEqual([
      [40, 170],
      [346, 10],
    ]);
    expect(ranges).toEqual([{ key: '1', x: 346, y1: 90, y2: 10 }]);
  });

  it('of dots has no line, and a diagonal where it is asked for', () => {
    const { series, diagonal } = drawn({ ...chart, isScatter: true, hasDiagonal: true });
    expect(series[0]?.path).toBe('');
    expect(diagonal).toEqual({ x1: 40, y1: 170, x2: 346, y2: 10 });
    expect(drawn(chart).diagonal).toBeUndefined();
  });
});
