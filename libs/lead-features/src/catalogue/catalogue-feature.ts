import type { FeatureKind, Unit } from '../feature.ts';
import type { FieldValue } from '../lead-history.ts';
import type { LeadSnapshot } from '../snapshot.ts';

/** A numeric value that is not known. Never 0. */
export const MISSING = Number.NaN;

/** A built-in feature: what it reads, and how it is told to people. */
export interface CatalogueFeature {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly unit: Unit;
  /** The field or pseudo-field a rep knows. */
  readonly field: string;
  readonly labelKey: string;
  readonly label: string;
  /** Lead fields it reads. It stands only where the past of at least one of them is known, and reads only those. */
  readonly inputs: readonly string[];
  /** Every value it can have, where it names the kinds itself; absent where the values are the org's own. */
  readonly classes?: readonly string[];
  /** `inputs` are the lead fields it may read, a subset of its own. */
  readonly valueOf: (snapshot: LeadSnapshot, inputs: readonly string[]) => number | string | null;
}

type FeatureDefinition<Value> = Pick<CatalogueFeature, 'name' | 'field' | 'labelKey' | 'label'> & {
  readonly inputs?: readonly string[];
  readonly classes?: readonly string[];
  readonly valueOf: (snapshot: LeadSnapshot, inputs: readonly string[]) => Value;
};

export const numericFeature = (told: FeatureDefinition<number> & { readonly unit: Unit }): CatalogueFeature => ({
  inputs: [],
  ...told,
  kind: 'numeric',
});

export const categoricalFeature = (told: FeatureDefinition<string | null>): CatalogueFeature => ({
  inputs: [],
  ...told,
  kind: 'categorical',
  unit: 'none',
});

/** `valueOf` answers undefined where it is not known. */
export const booleanFeature = ({ valueOf, ...told }: FeatureDefinition<boolean | undefined>): CatalogueFeature => ({
  inputs: [],
  ...told,
  kind: 'boolean',
  unit: 'none',
  valueOf: (snapshot, inputs) => {
    const value = valueOf(snapshot, inputs);
    return value === undefined ? MISSING : Number(value);
  },
});

/** Trimmed text of a field; null where it is empty. */
export function textOf(snapshot: LeadSnapshot, field: string): string | null {
  return trimmed(snapshot.fields[field]);
}

export function trimmed(value: FieldValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

/** A field's number; MISSING where it is empty or no number. */
export function numberOf(snapshot: LeadSnapshot, field: string): number {
  return asNumber(snapshot.fields[field]);
}

export function asNumber(value: FieldValue | undefined): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : MISSING;
  if (typeof value === 'boolean') return Number(value);
  const text = trimmed(value);
  const number = text === null ? MISSING : Number(text);
  return Number.isFinite(number) ? number : MISSING;
}

/** Yes, no or unknown, from a checkbox or its text. */
export function asBoolean(value: FieldValue | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = trimmed(value)?.toLowerCase();
  if (text === 'true' || text === '1' || text === 'yes') return true;
  if (text === 'false' || text === '0' || text === 'no') return false;
  return undefined;
}
