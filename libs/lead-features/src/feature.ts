/** A feature's value in a row: a number (NaN = missing) for numeric and boolean (0/1), a category or null for categorical. */
export type FeatureValue = number | string | null;

export type FeatureKind = 'numeric' | 'categorical' | 'boolean';

export type Unit = 'count' | 'days' | 'hours' | 'people' | 'currency' | 'fraction' | 'hourOfDay' | 'weekday' | 'none';

/** Where a feature's value comes from. */
export type FeatureSource =
  | { readonly type: 'catalogue' }
  /** An org's own field, taken as it is. */
  | { readonly type: 'field'; readonly field: string }
  /** A column of a CSV table. */
  | { readonly type: 'column'; readonly column: string };

/** One feature as the model file keeps it: plain JSON. */
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
}

/** The typed features of a model, in row order. Data: kept inside the model file. */
export interface FeatureSchema {
  readonly version: 1;
  readonly features: readonly FeatureSpec[];
}
