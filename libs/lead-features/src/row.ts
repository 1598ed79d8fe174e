import { asBoolean, asNumber, MISSING, trimmed } from './catalogue/catalogue-feature.ts';
import { findCatalogueFeature } from './catalogue/catalogue.ts';
import { LeadFeaturesError } from './errors.ts';
import type { FeatureKind, FeatureSchema, FeatureSpec, FeatureValue } from './feature.ts';
import type { FieldValue } from './lead-history.ts';
import type { LeadSnapshot } from './snapshot.ts';

type Reader = (snapshot: LeadSnapshot) => FeatureValue;

/** What the text of each feature begins with. */
const namePrefixesBySchema = new WeakMap<FeatureSchema, readonly string[]>();

const readersBySchema = new WeakMap<FeatureSchema, readonly Reader[]>();

/**
 * The snapshot's row [features]: numbers with NaN = missing, yes and no as 1 and 0, categories as text with null = missing.
 * @throws LeadFeaturesError `unknown_feature`
 */
export function rowOf(schema: FeatureSchema, snapshot: LeadSnapshot): FeatureValue[] {
  let readers = readersBySchema.get(schema);
  if (!readers) {
    readers = schema.features.map(readerOf);
    readersBySchema.set(schema, readers);
  }
  return readers.map((read) => read(snapshot));
}

/** What a feature of this kind holds where nothing is known. */
export const missingValueOf = (kind: FeatureKind): FeatureValue => (kind === 'categorical' ? null : MISSING);

function readerOf(spec: FeatureSpec): Reader {
  const read = valueReaderOf(spec);
  const { knownSince, journaled = [] } = spec;
  if (knownSince === undefined) return read;
  const missing = missingValueOf(spec.kind);
  return (snapshot) =>
    snapshot.asOf < knownSince || journaled.some((field) => !wasObserved(snapshot, field)) ? missing : read(snapshot);
}

/** Whether the field had been read of this lead by `asOf`. What was read first may have been entered any time before. */
const wasObserved = ({ asOf, observed }: LeadSnapshot, field: string): boolean =>
  observed === undefined || asOf >= (observed.later?.[field] ?? observed.since);

function valueReaderOf(spec: FeatureSpec): Reader {
  const { source, kind } = spec;
  switch (source.type) {
    case 'catalogue': {
      const feature = findCatalogueFeature(spec.name);
      if (!feature) throw new LeadFeaturesError('unknown_feature', { feature: spec.name });
      return (snapshot) => feature.valueOf(snapshot, source.inputs);
    }
    case 'field':
      return (snapshot) => fieldValue(kind, source.read, snapshot.fields[source.field]);
    case 'column':
      // A model trained on a table scores a lead of the CRM by the field of the same name.
      return (snapshot) => fieldValue(kind, 'value', snapshot.fields[source.column]);
  }
}

function fieldValue(
  kind: FeatureKind,
  read: 'value' | 'choices' | 'percent',
  value: FieldValue | undefined,
): FeatureValue {
  if (read === 'choices') return value === undefined ? MISSING : choicesIn(trimmed(value));
  if (read === 'percent') return asNumber(value) / 100;
  if (kind === 'categorical') return trimmed(value);
  if (kind === 'numeric') return asNumber(value);
  const yes = asBoolean(value);
  return yes === undefined ? MISSING : Number(yes);
}

const choicesIn = (text: string | null): number =>
  text === null ? 0 : text.split(';').filter((choice) => choice.trim() !== '').length;

/** The row as canonical text, the same for the same input wherever it is made: what an input hash is taken of. */
export function canonicalRowText(schema: FeatureSchema, row: readonly FeatureValue[]): string {
  let beginnings = namePrefixesBySchema.get(schema);
  if (!beginnings) {
    beginnings = schema.features.map(({ name }) => `[${JSON.stringify(name)},`);
    namePrefixesBySchema.set(schema, beginnings);
  }
  return `[${beginnings.map((beginning, index) => `${beginning}${valueText(row[index] ?? null)}]`).join(',')}]`;
}

/** The JSON of a value. -0, which is equal to 0, and what is no finite number have none of their own. */
function valueText(value: FeatureValue): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value + 0) : 'null';
  return value === null ? 'null' : JSON.stringify(value);
}
