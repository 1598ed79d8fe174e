/** An axis: its range, and the values that are labelled. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** The range of uncertainty; absent if it is not known. */
  readonly low?: number;
  readonly high?: number;
}

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

/** A chart, and the same figures as a table. */
export interface Chart {
  readonly title: string;
  /** Describes the picture for screen readers. */
  readonly spoken: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly series: readonly ChartSeries[];
  /** Dots without a line. */
  readonly isScatter?: boolean;
  /** Draws a dashed line where x equals y. */
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

/** Maps the range of an axis to coordinates from `start` to `end`. */
export const linearScale =
  ({ low, high }: Pick<Axis, 'low' | 'high'>, start: number, end: number) =>
  (value: number): number =>
    Math.round(10 * (start + ((value - low) / (high - low || 1)) * (end - start))) / 10;

/** Multiples of 1, 2 or 5 times a power of ten that cover the range from `low` to `high` in about `maxTicks` values. */
export function roundTicks(low: number, high: number, maxTicks = 5): number[] {
  const rough = (high - low) / Math.max(1, maxTicks - 1) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= rough * 0.999) ?? 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** An axis between round numbers that includes all values. */
export function axisAround(values: readonly number[], text: (value: number) => string, maxTicks = 5): Axis {
  const ticks = roundTicks(Math.min(...values), Math.max(...values), maxTicks);
  return { low: ticks[0]!, high: ticks.at(-1)!, ticks: ticks.map((value) => ({ value, text: text(value) })) };
}

export interface ChartLayout {
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
  readonly series: readonly SeriesLayout[];
}

interface SeriesLayout {
  readonly key: string;
  readonly name: string;
  readonly lineClass: string;
  readonly dotClass: string;
  readonly swatchClass: string;
  /** Empty for dots without a line. */
  readonly path: string;
  readonly dots: readonly { readonly key: string; readonly x: number; readonly y: number }[];
  readonly ranges: readonly { readonly key: string; readonly x: number; readonly y1: number; readonly y2: number }[];
}

/** The coordinates of everything that a chart shows, in units of its picture. */
export function layOutChart({ x, y, series, isScatter, hasDiagonal }: Chart): ChartLayout {
  const xOf = linearScale(x, LEFT, WIDTH - RIGHT);
  const yOf = linearScale(y, HEIGHT - BOTTOM, TOP);
  const [low, high] = [Math.max(x.low, y.low), Math.min(x.high, y.high)];
  return {
    columns: x.ticks.map(({ value, text }) => ({ key: `x${value}`, x: xOf(value), y: HEIGHT - 10, text })),
    lines: y.ticks.map(({ value, text }) => ({ key: `y${value}`, y: yOf(value), textY: yOf(value) + 4, text })),
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
      // Several points may have the same coordinates.
      dots: points.map((point, number) => ({ key: String(number), x: xOf(point.x), y: yOf(point.y) })),
      ranges: points.flatMap((point, number) => {
        if (point.low === undefined || point.high === undefined) return [];
        return [{ key: String(number), x: xOf(point.x), y1: yOf(point.low), y2: yOf(point.high) }];
      }),
    })),
  };
}
