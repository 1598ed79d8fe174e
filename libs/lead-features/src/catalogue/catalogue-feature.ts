import type { FeatureKind, Unit } from '../feature.ts';
import { MISSING } from '../field-value.ts';
import type { LeadSnapshot } from '../snapshot.ts';

/** A built-in feature: what it reads, and how it is shown to people. */
export interface CatalogueFeature {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly unit: Unit;
  /** The field or pseudo-field a rep knows. */
  readonly field: string;
  readonly labelKey: string;
  readonly label: string;
  /** Lead fields it can read. It is available where the past of at least one of them is known, and reads only those. */
  readonly inputs: readonly string[];
  /** Every value it can have, where the feature itself defines them; absent where the values are the org's own. */
  readonly classes?: readonly string[];
  /** `inputs` are the lead fields it may read, a subset of its own. */
  readonly valueOf: (snapshot: LeadSnapshot, inputs: readonly string[]) => number | string | null;
}

type FeatureDefinition<Value> = Pick<CatalogueFeature, 'name' | 'field' | 'labelKey' | 'label'> & {
  readonly inputs?: readonly string[];
  readonly classes?: readonly string[];
  readonly valueOf: (snapshot: LeadSnapshot, inputs: readonly string[]) => Value;
};

export const numericFeature = (definition: FeatureDefinition<number> & { readonly unit: Unit }): CatalogueFeature => ({
  inputs: [],
  ...definition,
  kind: 'numeric',
});

export const categoricalFeature = (definition: FeatureDefinition<string | null>): CatalogueFeature => ({
  inputs: [],
  ...definition,
  kind: 'categorical',
  unit: 'none',
});

/** `valueOf` returns undefined where the value is not known. */
export const booleanFeature = ({
  valueOf,
  ...definition
}: FeatureDefinition<boolean | undefined>): CatalogueFeature => ({
  inputs: [],
  ...definition,
  kind: 'boolean',
  unit: 'none',
  valueOf: (snapshot, inputs) => {
    const value = valueOf(snapshot, inputs);
    return value === undefined ? MISSING : Number(value);
  },
});
