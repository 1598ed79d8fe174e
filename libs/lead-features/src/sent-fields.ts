import { findCatalogueFeature } from './catalogue/catalogue.ts';
import type { FeatureSchema, FeatureSpec } from './feature.ts';
import { parsePlainNumber, toBoolean } from './field-value.ts';
import { parseInstant } from './instant.ts';
import type { FieldValue } from './lead-history.ts';

/** What is wrong with a field that was sent. The lead is scored all the same; the value counts as missing. */
export interface SentFieldWarning {
  readonly code: 'not_a_number' | 'not_a_date' | 'not_a_yes_or_no' | 'unknown_field';
  /** Absent where `count` fields are not named. */
  readonly field?: string;
  readonly count?: number;
}

export interface SentFields {
  /** The fields that the model reads, in their types. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** In the order in which the fields were sent. */
  readonly warnings: readonly SentFieldWarning[];
}

type FieldType = 'number' | 'date' | 'yesNo' | 'text';

/** A typing error in each field of a long list must not make the response longer than the request. */
const MAX_NAMED_UNKNOWN_FIELDS = 20;

/**
 * Reads values that a caller sent as text or numbers. Text that is plainly a number is read as one; other text in the place
 * of a number, date, or yes or no counts as missing, and a warning says so: "1.200" may be 1.2 or 1200.
 * @param knownFields the org's lead fields; undefined where they are not known, so that only those of the model are
 */
export function readSentFields(
  schema: FeatureSchema,
  sent: Readonly<Record<string, FieldValue>>,
  knownFields: ReadonlySet<string> | undefined,
): SentFields {
  const { types, missingTexts } = readingOf(schema);
  const fields: [string, FieldValue][] = [];
  const warnings: SentFieldWarning[] = [];
  let unknown = 0;
  for (const [field, value] of Object.entries(sent)) {
    const type = types.get(field);
    if (type === undefined) {
      if (knownFields?.has(field)) continue;
      unknown += 1;
      if (unknown <= MAX_NAMED_UNKNOWN_FIELDS) warnings.push({ code: 'unknown_field', field });
      continue;
    }
    const read = isMissing(value, missingTexts) ? null : READERS[type](value);
    if (read === undefined) warnings.push({ code: WARNINGS[type], field });
    fields.push([field, read ?? null]);
  }
  const notNamed = unknown - MAX_NAMED_UNKNOWN_FIELDS;
  if (notNamed > 0) warnings.push({ code: 'unknown_field', count: notNamed });
  // Assigning to a member named __proto__ would lose it.
  return { fields: Object.fromEntries(fields), warnings };
}

const isMissing = (value: FieldValue, missingTexts: ReadonlySet<string>): boolean =>
  value === null || (typeof value === 'string' && missingTexts.has(value.trim().toLowerCase()));

/** Each returns undefined for a value that is not of its type. */
const READERS: Readonly<Record<FieldType, (value: FieldValue) => FieldValue | undefined>> = {
  number: (value) => {
    if (typeof value === 'number') return value;
    return typeof value === 'string' ? parsePlainNumber(value) : undefined;
  },
  date: (value) => (typeof value === 'string' && parseInstant(value) !== undefined ? value : undefined),
  yesNo: toBoolean,
  text: (value) => value,
};

const WARNINGS = {
  number: 'not_a_number',
  date: 'not_a_date',
  yesNo: 'not_a_yes_or_no',
  text: 'unknown_field',
} as const satisfies Readonly<Record<FieldType, SentFieldWarning['code']>>;

interface Reading {
  readonly types: ReadonlyMap<string, FieldType>;
  readonly missingTexts: ReadonlySet<string>;
}

const readings = new WeakMap<FeatureSchema, Reading>();

function readingOf(schema: FeatureSchema): Reading {
  let reading = readings.get(schema);
  if (!reading) {
    const types = new Map<string, FieldType>([['CreatedDate', 'date']]);
    for (const [field, type] of schema.features.flatMap(typedFieldsOf)) {
      // One feature may read a number where another only reads whether the field is filled.
      if (type !== 'text' || !types.has(field)) types.set(field, type);
    }
    reading = { types, missingTexts: new Set(['', ...(schema.missingTexts ?? [])]) };
    readings.set(schema, reading);
  }
  return reading;
}

function typedFieldsOf({ name, kind, source }: FeatureSpec): readonly (readonly [string, FieldType])[] {
  const byKind = kind === 'numeric' ? 'number' : kind === 'boolean' ? 'yesNo' : 'text';
  switch (source.type) {
    case 'catalogue': {
      const type = findCatalogueFeature(name)?.reads ?? 'text';
      return source.inputs.map((field) => [field, type] as const);
    }
    case 'field':
      return [[source.field, source.read === 'choices' ? 'text' : source.read === 'percent' ? 'number' : byKind]];
    case 'children':
    case 'age':
      return [];
    case 'column':
      if (source.read === 'value') return [[source.column, byKind]];
      return [source.column, source.daysBefore ?? ''].map((field) => [field, 'date'] as const);
  }
}
