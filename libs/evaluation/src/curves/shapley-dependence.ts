/** What a feature does over its values: how far it moves predictions, on average, where it has them. */
export interface DependencePoint {
  /** A category, or the middle of a part of the numbers; null = missing. */
  readonly value: number | string | null;
  readonly rows: number;
  /** Mean Shapley contribution of the feature. */
  readonly effect: number;
}

export interface FeatureDependence {
  readonly name: string;
  readonly field: string;
  readonly label: string;
  /** For translation; absent where the feature has only a name. */
  readonly labelKey?: string;
  /** What its numbers count; absent where they count nothing. */
  readonly unit?: string;
  readonly kind: 'numeric' | 'categorical' | 'boolean';
  /** Mean absolute contribution over the rows. */
  readonly importance: number;
  /** By value, missing last; none of a feature that names people, for a report is no place to rank colleagues. */
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

const PARTS = 8;
const MOST_CATEGORIES = 8;

/** Importance and shape of each feature from explained rows (a sample will do), the strongest first. */
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
  const shape = kind === 'categorical' ? categoryShape(known) : numberShape(known);
  return missing.length === 0 ? shape : [...shape, pointOf(null, missing)];
}

function categoryShape(points: readonly Point[]): readonly DependencePoint[] {
  const groups = [...Map.groupBy(points, ({ value }) => String(value))];
  const common = groups.sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1)).slice(0, MOST_CATEGORIES);
  return common.map(([category, members]) => pointOf(category, members)).sort((a, b) => b.effect - a.effect);
}

/** Parts of about equal mass; equal numbers stay together. */
function numberShape(points: readonly Point[]): readonly DependencePoint[] {
  const ascending = points.toSorted((a, b) => Number(a.value) - Number(b.value));
  const parts: Point[][] = [];
  ascending.forEach((point, place) => {
    const last = parts.at(-1);
    const isFull = last !== undefined && place >= (parts.length * ascending.length) / PARTS;
    if (!last || (isFull && last.at(-1)!.value !== point.value)) parts.push([point]);
    else last.push(point);
  });
  return parts.map((members) => pointOf(Number(members[members.length >> 1]!.value), members));
}

function pointOf(value: DependencePoint['value'], members: readonly Point[]): DependencePoint {
  return { value, rows: members.length, effect: mean(members.map(({ effect }) => effect)) };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
