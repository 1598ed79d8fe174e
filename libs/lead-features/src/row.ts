import { findOwn } from '@leadlight/common';
import { findCatalogueFeature } from './catalogue/catalogue.ts';
import { childMeasure } from './child-measures.ts';
import { LeadFeaturesError } from './errors.ts';
import type { FeatureKind, FeatureSchema, FeatureSpec, FeatureValue } from './feature.ts';
import { MISSING, toBoolean, toNumber, toText } from './field-value.ts';
import { daysBetween, parseInstant, roundedDays } from './instant.ts';
import type { FieldValue } from './lead-history.ts';
import type { LeadSnapshot, RecordSnapshot } from './snapshot.ts';

type Reader = (snapshot: RecordSnapshot) => FeatureValue;

/** The JSON before each value: `["name",`. */
const namePrefixesBySchema = new WeakMap<FeatureSchema, readonly string[]>();

const readersBySchema = new WeakMap<FeatureSchema, readonly Reader[]>();

/**
 * The snapshot's row [features]: numbers with NaN = missing, yes and no as 1 and 0, categories as text with null = missing.
 * @throws LeadFeaturesError `unknown_feature`
 */
export function rowOf(schema: FeatureSchema, snapshot: RecordSnapshot): FeatureValue[] {
  let readers = readersBySchema.get(schema);
  if (!readers) {
    readers = schema.features.map(readerOf);
    readersBySchema.set(schema, readers);
  }
  return readers.map((read) => read(snapshot));
}

/** The value of a feature of this kind where nothing is known. */
export const missingValueOf = (kind: FeatureKind): FeatureValue => (kind === 'categorical' ? null : MISSING);

function readerOf(spec: FeatureSpec): Reader {
  const read = valueReaderOf(spec);
  const { knownSince, journaled = [] } = spec;
  if (knownSince === undefined) return read;
  const missing = missingValueOf(spec.kind);
  return (snapshot) =>
    snapshot.asOf < knownSince || journaled.some((field) => !wasObserved(snapshot, field)) ? missing : read(snapshot);
}

/** Whether this lead's field had been read by `asOf`. The first value that was read may have been entered any time before. */
const wasObserved = ({ asOf, observed }: RecordSnapshot, field: string): boolean =>
  observed === undefined || asOf >= (findOwn(observed.later ?? {}, field) ?? observed.since);

function valueReaderOf(spec: FeatureSpec): Reader {
  const { source, kind } = spec;
  switch (source.type) {
    case 'catalogue': {
      const feature = findCatalogueFeature(spec.name);
      if (!feature) throw new LeadFeaturesError('unknown_feature', { feature: spec.name });
      // Only schemas of leads have features of the catalogue.
      return (snapshot) => feature.valueOf(snapshot as LeadSnapshot, source.inputs);
    }
    case 'field':
      return (snapshot) => fieldValue(kind, source.read, findOwn(snapshot.fields, source.field));
    case 'children':
      return (snapshot) => childMeasure(snapshot, source);
    case 'age':
      return ({ asOf, createdAt }) => Math.max(0, roundedDays(daysBetween(createdAt, asOf)));
    case 'column':
      // A model trained on a table scores a lead of the CRM by the field of the same name.
      if (source.read === 'daysBefore') {
        const { column, daysBefore = '' } = source;
        return ({ fields }) => daysBeforeValue(findOwn(fields, column), findOwn(fields, daysBefore));
      }
      return (snapshot) => fieldValue(kind, 'value', findOwn(snapshot.fields, source.column));
  }
}

function fieldValue(
  kind: FeatureKind,
  read: 'value' | 'choices' | 'percent',
  value: FieldValue | undefined,
): FeatureValue {
  if (read === 'choices') return value === undefined ? MISSING : choicesIn(toText(value));
  if (read === 'percent') return toNumber(value) / 100;
  if (kind === 'categorical') return toText(value);
  if (kind === 'numeric') return toNumber(value);
  const yes = toBoolean(value);
  return yes === undefined ? MISSING : Number(yes);
}

/** Whole days from one date to a later one, as in tables; MISSING where either is not a date, or the first is later. */
function daysBeforeValue(date: FieldValue | undefined, later: FieldValue | undefined): number {
  const [from, to] = [date, later].map((each) => (typeof each === 'string' ? parseInstant(each) : undefined));
  const days = from === undefined || to === undefined ? MISSING : daysBetween(from, to);
  return days < 0 ? MISSING : Math.floor(days);
}

const choicesIn = (text: string | null): number =>
  text === null ? 0 : text.split(';').filter((choice) => choice.trim() !== '').length;

/** The row as canonical text, the same for the same input on every machine: the input hash is computed from it. */
export function canonicalRowText(schema: FeatureSchema, row: readonly FeatureValue[]): string {
  let prefixes = namePrefixesBySchema.get(schema);
  if (!prefixes) {
    prefixes = schema.features.map(({ name }) => `[${JSON.stringify(name)},`);
    namePrefixesBySchema.set(schema, prefixes);
  }
  return `[${prefixes.map((prefix, index) => `${prefix}${valueText(row[index] ?? null)}]`).join(',')}]`;
}

/**
 * A row as it was before it was stored as JSON, which writes NaN as null.
 * @param values [features] in the order of the schema; a value that is absent counts as missing
 */
export const rowFromJson = (schema: FeatureSchema, values: readonly FeatureValue[]): FeatureValue[] =>
  schema.features.map(({ kind }, index) => values[index] ?? missingValueOf(kind));

/** The JSON of a value: -0 becomes 0, and a number that is not finite becomes null. */
function valueText(value: FeatureValue): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value + 0) : 'null';
  return value === null ? 'null' : JSON.stringify(value);
}
