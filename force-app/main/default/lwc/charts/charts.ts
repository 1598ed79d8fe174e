/** A way along one axis: the values at its ends, and those that are written beside it. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** What chance allows; absent where it is not known. */
  readonly low?: number;
  readonly high?: number;
}

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

/** All that is drawn, and the same figures as a table. */
export interface Chart {
  readonly title: string;
  /** What the picture shows, for those who do not see it. */
  readonly spoken: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly series: readonly ChartSeries[];
  /** Dots that belong to no line. */
  readonly isScatter?: boolean;
  /** A dashed line on which x equals y. */
  readonly hasDiagonal?: boolean;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const WIDTH = 360;
export const HEIGHT = 200;
const LEFT = 40;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 30;

/** Where a value of an axis lies between two places of the picture. */
export const scaleOf =
  ({ low, high }: Pick<Axis, 'low' | 'high'>, from: number, to: number) =>
  (value: number): number =>
    Math.round(10 * (from + ((value - low) / (high - low || 1)) * (to - from))) / 10;

/** Round numbers from `low` to `high`, at most `most` of them, that people like to read: 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number, most = 5): number[] {
  const rough = (high - low) / Math.max(1, most - 1) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= rough * 0.999) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** An axis from round number to round number that holds all values. */
export function axisAround(values: readonly number[], text: (at: number) => string, most = 5): Axis {
  const ticks = roundTicks(Math.min(...values), Math.max(...values), most);
  return { low: ticks[0]!, high: ticks.at(-1)!, ticks: ticks.map((at) => ({ at, text: text(at) })) };
}

export interface Drawn {
  readonly columns: readonly { readonly key: string; readonly x: number; readonly y: number; readonly text: string }[];
  readonly lines: readonly {
    readonly key: string;
    readonly y: number;
    readonly textY: number;
    readonly text: string;
  }[];
  readonly left: number;
  readonly right: number;
  readonly diagonal?: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
  readonly series: readonly DrawnSeries[];
}

interface DrawnSeries {
  readonly key: string;
  readonly name: string;
  readonly lineClass: string;
  readonly dotClass: string;
  readonly swatchClass: string;
  /** Empty for dots that belong to no line. */
  readonly path: string;
  readonly dots: readonly { readonly key: string; readonly x: number; readonly y: number }[];
  readonly ranges: readonly { readonly key: string; readonly x: number; readonly y1: number; readonly y2: number }[];
}

/** Places of all that a chart shows, in units of its picture. */
export function drawn({ x, y, series, isScatter, hasDiagonal }: Chart): Drawn {
  const xOf = scaleOf(x, LEFT, WIDTH - RIGHT);
  const yOf = scaleOf(y, HEIGHT - BOTTOM, TOP);
  const [low, high] = [Math.max(x.low, y.low), Math.min(x.high, y.high)];
  return {
    columns: x.ticks.map(({ at, text }) => ({ key: `x${at}`, x: xOf(at), y: HEIGHT - 10, text })),
    lines: y.ticks.map(({ at, text }) => ({ key: `y${at}`, y: yOf(at), textY: yOf(at) + 4, text })),
    left: LEFT,
    right: WIDTH - RIGHT,
    diagonal: hasDiagonal ? { x1: xOf(low), y1: yOf(low), x2: xOf(high), y2: yOf(high) } : undefined,
    series: series.map(({ name, points }, index) => ({
      key: name,
      name,
      lineClass: `line line-${index}`,
      dotClass: `dot dot-${index}`,
      swatchClass: `swatch swatch-${index}`,
      path: isScatter ? '' : points.map((point) => `${xOf(point.x)},${yOf(point.y)}`).join(' '),
      // Several points may stand in one place.
      dots: points.map((point, at) => ({ key: String(at), x: xOf(point.x), y: yOf(point.y) })),
      ranges: points.flatMap(({ x: place, low: from, high: to }, at) => {
        if (from === undefined || to === undefined) return [];
        return [{ key: String(at), x: xOf(place), y1: yOf(from), y2: yOf(to) }];
      }),
    })),
  };
}
