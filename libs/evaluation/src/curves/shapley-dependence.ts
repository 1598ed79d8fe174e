/** The mean effect of a feature on predictions at one of its values. */
export interface DependencePoint {
  /** A category, or the middle of a bin of numbers; null = missing. */
  readonly value: number | string | null;
  readonly rows: number;
  /** Mean Shapley contribution of the feature. */
  readonly effect: number;
}

export interface FeatureDependence {
  readonly name: string;
  readonly field: string;
  readonly label: string;
  /** For translation; absent where the feature has no label. */
  readonly labelKey?: string;
  /** Absent where its values have no unit. */
  readonly unit?: string;
  readonly kind: 'numeric' | 'categorical' | 'boolean';
  /** Mean absolute contribution over the rows. */
  readonly importance: number;
  /** By value, missing last; empty for a feature that names people, because a report must not rank colleagues. */
  readonly dependence: readonly DependencePoint[];
}

export interface ExplainedRow {
  /** [features] */
  readonly values: ArrayLike<number | string | null>;
  /** [features] Shapley values. */
  readonly contributions: ArrayLike<number>;
}

type DescribedFeature = Pick<FeatureDependence, 'name' | 'field' | 'label' | 'labelKey' | 'unit' | 'kind'> & {
  readonly people?: true;
};

const BINS = 8;
const MAX_CATEGORIES = 8;

/** Importance and Shapley dependence of each feature from explained rows, such as a sample; the strongest first. */
export function featureDependences(
  features: readonly DescribedFeature[],
  rows: readonly ExplainedRow[],
): readonly FeatureDependence[] {
  return features
    .map(({ name, field, label, labelKey, unit, kind, people }, f): FeatureDependence => {
      const points = rows.map(({ values, contributions }) => ({ value: values[f] ?? null, effect: contributions[f]! }));
      const importance = mean(points.map(({ effect }) => Math.abs(effect)));
      return {
        name,
        field,
        label,
        labelKey,
        unit,
        kind,
        importance,
        dependence: people ? [] : dependenceOf(points, kind),
      };
    })
    .sort((a, b) => b.importance - a.importance || (a.name < b.name ? -1 : 1));
}

interface Point {
  readonly value: number | string | null;
  readonly effect: number;
}

function dependenceOf(points: readonly Point[], kind: DescribedFeature['kind']): readonly DependencePoint[] {
  const isKnown = ({ value }: Point) => value !== null && !Number.isNaN(value);
  const known = points.filter(isKnown);
  const missing = points.filter((point) => !isKnown(point));
  const dependence = kind === 'categorical' ? categoryPoints(known) : numberPoints(known);
  return missing.length === 0 ? dependence : [...dependence, pointOf(null, missing)];
}

function categoryPoints(points: readonly Point[]): readonly DependencePoint[] {
  const groups = [...Map.groupBy(points, ({ value }) => String(value))];
  const common = groups.sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1)).slice(0, MAX_CATEGORIES);
  return common.map(([category, members]) => pointOf(category, members)).sort((a, b) => b.effect - a.effect);
}

/** Bins of about equal mass; equal numbers stay together. */
function numberPoints(points: readonly Point[]): readonly DependencePoint[] {
  const ascending = points.toSorted((a, b) => Number(a.value) - Number(b.value));
  const bins: Point[][] = [];
  ascending.forEach((point, index) => {
    const last = bins.at(-1);
    const isFull = last !== undefined && index >= (bins.length * ascending.length) / BINS;
    if (!last || (isFull && last.at(-1)!.value !== point.value)) bins.push([point]);
    else last.push(point);
  });
  return bins.map((members) => pointOf(Number(members[members.length >> 1]!.value), members));
}

function pointOf(value: DependencePoint['value'], members: readonly Point[]): DependencePoint {
  return { value, rows: members.length, effect: mean(members.map(({ effect }) => effect)) };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
