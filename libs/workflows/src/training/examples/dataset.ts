import type { ChangeCount, GroupKey, RawColumn } from '@leadlight/evaluation';
import type { FeatureSchema, Instant, LeftOutField } from '@leadlight/lead-features';
import type { RowTable } from './table-builder.ts';

/** Decided rows with all that is known of them, before it is settled which fields a model may read. Arrays are [rows]. */
export interface Dataset {
  /** What was learned from, for people: a file's or an org's name. */
  readonly title: string;
  readonly schema: FeatureSchema;
  readonly table: RowTable;
  /** The same rows under another schema, where one was asked for. */
  readonly underOtherSchema?: Pick<Dataset, 'schema' | 'table'>;
  /** 1 = converted within the horizon. */
  readonly labels: Uint8Array;
  /** Rows of one lead share a number. */
  readonly leads: Int32Array;
  /** Further kinds of group that must not straddle a split: company, e-mail address. */
  readonly groups?: readonly ArrayLike<GroupKey>[];
  /** When each row was seen and when its label was settled; absent where the leads have no dates. */
  readonly times?: { readonly asOf: Float64Array; readonly settledAt: Float64Array };
  readonly horizonDays?: number;
  /** Fields that no feature reads, with the reason: a sentence without its subject. */
  readonly leftOut: readonly LeftOutField[];
  /** What people call columns, features and fields, by name; one that is not told is called by its name. */
  readonly names?: ReadonlyMap<string, string>;
  /** What a search for leakage looks at: every column or feature, at these rows. */
  rawColumns(rows: ArrayLike<number>): readonly RawColumn[];
  /** When the lead converted, whatever the horizon; NaN = not, as far as is known today. */
  readonly goalReachedAt?: Float64Array;
  readonly createdAt?: Float64Array;
  /** How often what a feature reads was changed, as it was known at an instant; by feature. */
  changeCountsAsOf?(at: Instant): readonly ChangeCount[];
  /** What people made of the lead at the time, such as its rating and status; null = nothing. */
  readonly judgement?: readonly (string | null)[];
}

/** Each of what is told of fields, with what people call them. */
export const withFieldLabels = <Told extends { readonly field: string }>(
  { names }: Pick<Dataset, 'names'>,
  told: readonly Told[],
): readonly (Told & { readonly label?: string })[] =>
  told.map((each) => {
    const label = names?.get(each.field);
    return label === undefined || label === each.field ? each : { ...each, label };
  });

/** The values at some rows: no more rows than there are values. */
export function takeRows<T extends Uint8Array | Int32Array | Float64Array>(values: T, rows: ArrayLike<number>): T {
  const picked = values.slice(0, rows.length) as T;
  for (let at = 0; at < rows.length; at += 1) picked[at] = values[rows[at]!]!;
  return picked;
}

/** The newest `count` of the rows; the first where there are no dates. */
export function newestRows({ times }: Pick<Dataset, 'times'>, rows: Int32Array, count: number): Int32Array {
  if (!times) return rows.subarray(0, count);
  return rows.toSorted((a, b) => times.asOf[b]! - times.asOf[a]! || a - b).subarray(0, count);
}
