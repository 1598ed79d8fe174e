import type { ColumnReading } from './column-reading.ts';

/** A feature's value in a row: a number (NaN = missing) for numeric and boolean (0/1), a category or null for categorical. */
export type FeatureValue = number | string | null;

export type FeatureKind = 'numeric' | 'categorical' | 'boolean';

export type Unit = 'count' | 'days' | 'hours' | 'people' | 'currency' | 'fraction' | 'hourOfDay' | 'weekday' | 'none';

/** `gapRatio`: the days since the latest child as a multiple of the mean gap between children. */
export type ChildMeasure =
  'count' | 'daysSinceLast' | 'daysSinceFirst' | 'meanGapDays' | 'gapRatio' | 'sum' | 'mean' | 'last';

/** Where a feature's value comes from. */
export type FeatureSource =
  /** `inputs`: the lead fields it may read, because their past is known. */
  | { readonly type: 'catalogue'; readonly inputs: readonly string[] }
  /** An org's own field: as it is, the number of choices of a multi-select picklist, or a percentage as a fraction. */
  | { readonly type: 'field'; readonly field: string; readonly read: 'value' | 'choices' | 'percent' }
  /** What the child records of one relation amount to; `field` is the number that `sum`, `mean` and `last` read. */
  | {
      readonly type: 'children';
      readonly relation: string;
      readonly measure: ChildMeasure;
      readonly field?: string;
      /** Only children that happened within this many days before the snapshot; absent = all. */
      readonly withinDays?: number;
    }
  /** Days since the record was created. */
  | { readonly type: 'age' }
  /** A column of a CSV table: as it is, or a date as days before the date in the column `daysBefore`. */
  | {
      readonly type: 'column';
      readonly column: string;
      readonly read: 'value' | 'daysBefore';
      readonly daysBefore?: string;
      /** How the column's cells are read; absent in models of earlier versions, which read ISO dates and plain numbers only. */
      readonly reading?: ColumnReading;
      /** How the cells of the column `daysBefore` are read. */
      readonly daysBeforeReading?: ColumnReading;
    };

/** One feature as the model file contains it: plain JSON. */
export interface FeatureSpec {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly unit: Unit;
  /** The CRM field (or pseudo-field such as `Activity`, `Campaign`) that a rep knows; reasons are summed by it. */
  readonly field: string;
  /** Key of the translated label, e.g. `Feature_LeadSource`. */
  readonly labelKey: string;
  /** English label; shown where no translation exists (custom fields, CSV columns). */
  readonly label: string;
  readonly source: FeatureSource;
  /** Its values are ids of the org's users, which are shown by name. */
  readonly people?: true;
  /** Fields it reads whose past only our own journal knows: they are missing before a lead was first read. Absent = none. */
  readonly journaled?: readonly string[];
  /** Since when its past is known; in an earlier snapshot it is missing. Absent = always. */
  readonly knownSince?: number;
}

/** The typed features of a model, in row order: data inside the model file. */
export interface FeatureSchema {
  readonly version: 1;
  readonly features: readonly FeatureSpec[];
  /** The CRM object whose records it describes; absent = Lead, or the rows of a file. */
  readonly object?: string;
  /** For columns: texts that mean missing, lower-case. */
  readonly missingTexts?: readonly string[];
}
