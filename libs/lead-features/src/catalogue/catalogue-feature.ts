import type { FeatureKind, Unit } from '../feature.ts';
import { MISSING, textOf, toBoolean, toNumber } from '../field-value.ts';
import type { LeadSnapshot } from '../snapshot.ts';

/** A built-in feature: what it reads, and how it is shown to people. */
export interface CatalogueFeature {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly unit: Unit;
  /** The field or pseudo-field a rep knows. */
  readonly field: string;
  /** Key of the translated label: `age_days` has `Feature_AgeDays`, `calls_7d` has `Feature_Calls7Days`. */
  readonly labelKey: string;
  readonly label: string;
  /** Lead fields it can read. It is available where the past of at least one of them is known, and reads only those. */
  readonly inputs: readonly string[];
  /** Every value it can have, where the feature itself defines them; absent where the values are the org's own. */
  readonly classes?: readonly string[];
  /** The type of its inputs, where it reads them as a number or as yes or no; absent where it reads text. */
  readonly reads?: 'number' | 'yesNo';
  /** `inputs` are the lead fields it may read, a subset of its own. */
  readonly valueOf: (snapshot: LeadSnapshot, inputs: readonly string[]) => number | string | null;
}

interface Naming {
  readonly name: string;
  readonly field: string;
  readonly label: string;
}

type FeatureDefinition<Value> = Naming & {
  readonly inputs?: readonly string[];
  readonly classes?: readonly string[];
  readonly reads?: CatalogueFeature['reads'];
  readonly valueOf: (snapshot: LeadSnapshot, inputs: readonly string[]) => Value;
};

const labelKeyOf = (name: string): string =>
  `Feature_${name
    .split('_')
    .map((word) => word.replace(/^(\d+)d$/, '$1Days'))
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')}`;

const feature = <Value extends number | string | null>(
  kind: FeatureKind,
  unit: Unit,
  definition: FeatureDefinition<Value>,
): CatalogueFeature => ({ inputs: [], ...definition, labelKey: labelKeyOf(definition.name), kind, unit });

export const numericFeature = ({ unit, ...definition }: FeatureDefinition<number> & { readonly unit: Unit }) =>
  feature('numeric', unit, definition);

export const categoricalFeature = (definition: FeatureDefinition<string | null>) =>
  feature('categorical', 'none', definition);

/** `valueOf` returns undefined where the value is not known. */
export const booleanFeature = ({ valueOf, ...definition }: FeatureDefinition<boolean | undefined>) =>
  feature('boolean', 'none', {
    ...definition,
    valueOf: (snapshot, inputs) => {
      const value = valueOf(snapshot, inputs);
      return value === undefined ? MISSING : Number(value);
    },
  });

const firstText = (snapshot: LeadSnapshot, inputs: readonly string[]): string | null =>
  inputs.map((input) => textOf(snapshot, input)).find((text) => text !== null) ?? null;

/** The text of the first of the lead fields `inputs` that is filled. */
export const textFieldFeature = (naming: Naming, inputs: readonly string[] = [naming.field]) =>
  categoricalFeature({ ...naming, inputs, valueOf: firstText });

/** The number in the lead field `field`. */
export const numberFieldFeature = (naming: Naming, unit: Unit) =>
  numericFeature({
    ...naming,
    unit,
    inputs: [naming.field],
    reads: 'number',
    valueOf: ({ fields }) => toNumber(fields[naming.field]),
  });

/** Whether the lead field `field` is filled. */
export const filledFieldFeature = (naming: Naming) =>
  booleanFeature({
    ...naming,
    inputs: [naming.field],
    valueOf: (snapshot, inputs) => firstText(snapshot, inputs) !== null,
  });

/** The checkbox in the lead field `field`. */
export const checkboxFieldFeature = (naming: Naming) =>
  booleanFeature({
    ...naming,
    inputs: [naming.field],
    reads: 'yesNo',
    valueOf: ({ fields }) => toBoolean(fields[naming.field]),
  });
