import { findOwn } from '@leadlight/common';
import { catalogue } from './catalogue/catalogue.ts';
import type { FeatureSchema, FeatureSpec, Unit } from './feature.ts';
import { namesPeople, type FieldType, type LeadField } from './lead-field.ts';
import { historyStartSet } from './history-start.ts';
import type { Instant } from './lead-history.ts';
import { findForbiddenReason } from './forbidden-fields.ts';
import { leftOutReasons, unusedTypeReason, type LeftOutReason } from './left-out-reasons.ts';

export interface SchemaOptions {
  /** Fields used although their past is unknown: the admin vouches that nobody changes them after creation. */
  readonly include?: readonly string[];
  /** Fields that no feature may read, and features that no model may use. */
  readonly exclude?: readonly string[];
  /** Since when the history of these tracked fields is known, by the administrator's word. */
  readonly historySince?: Readonly<Record<string, Instant>>;
}

/** A lead field that no feature reads, and why. */
export interface LeftOutField {
  readonly field: string;
  readonly reason: LeftOutReason;
}

export interface SchemaChoice {
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOutField[];
}

/**
 * The features that an org's fields allow: the catalogue as far as the past of what it reads is known, and the org's
 * custom fields. Every field given is either read by a feature or listed in `leftOut`.
 */
export function featureSchemaFor(described: readonly LeadField[], options: SchemaOptions = {}): SchemaChoice {
  const fields = withHistorySince(described, options.historySince);
  const allowed = new Map<string, LeadField>();
  const leftOut: LeftOutField[] = [];
  for (const field of fields) {
    const reason = findExclusion(field, options, findForbiddenReason(field.name));
    if (reason === undefined) allowed.set(field.name, field);
    else leftOut.push({ field: field.name, reason });
  }
  const builtIn = catalogue.flatMap((feature) => catalogueSpec(feature, allowed));
  const read = new Set(builtIn.flatMap((spec) => (spec.source.type === 'catalogue' ? spec.source.inputs : [])));
  const own: FeatureSpec[] = [];
  for (const field of allowed.values()) {
    if (read.has(field.name)) continue;
    const spec = field.custom ? fieldFeature(field, options.include) : undefined;
    if (spec) own.push(spec);
    else leftOut.push({ field: field.name, reason: unreadReason(field) });
  }
  own.sort((a, b) => (a.name < b.name ? -1 : 1));
  const features = [...builtIn, ...own].filter(({ name }) => {
    if (!options.exclude?.includes(name)) return true;
    leftOut.push({ field: name, reason: leftOutReasons.excludedBySettings });
    return false;
  });
  return { schema: { version: 1, features }, leftOut };
}

/** The fields with the starts of their history that an administrator has set. */
export const withHistorySince = (
  fields: readonly LeadField[],
  historySince: SchemaOptions['historySince'] = {},
): readonly LeadField[] =>
  fields.map((field) => {
    const since = findOwn(historySince, field.name);
    if (since === undefined || field.past.kind !== 'tracked') return field;
    return { ...field, past: { ...field.past, ...historyStartSet(since) } };
  });

/** @param forbidden why a field of this name may never become a feature; undefined where it may */
export function findExclusion(
  field: LeadField,
  { include = [], exclude = [] }: SchemaOptions,
  forbidden: LeftOutReason | undefined,
): LeftOutReason | undefined {
  if (forbidden !== undefined) return forbidden;
  if (exclude.includes(field.name)) return leftOutReasons.excludedBySettings;
  if (field.past.kind === 'unknown' && !include.includes(field.name)) return leftOutReasons.unknownPast;
  return undefined;
}

function catalogueSpec(
  feature: (typeof catalogue)[number],
  allowed: ReadonlyMap<string, LeadField>,
): readonly FeatureSpec[] {
  const inputs = feature.inputs.filter((name) => allowed.has(name));
  if (feature.inputs.length > 0 && inputs.length === 0) return [];
  const { name, kind, unit, field, labelKey, label } = feature;
  const past = pastOf(inputs.map((input) => allowed.get(input)!));
  return [{ name, kind, unit, field, labelKey, label, source: { type: 'catalogue', inputs }, ...past }];
}

function pastOf(fields: readonly LeadField[]): Pick<FeatureSpec, 'knownSince' | 'journaled'> {
  const since = fields.flatMap(({ past }) => ('since' in past ? [past.since] : []));
  const journaled = fields.filter(({ past }) => past.kind === 'journal').map(({ name }) => name);
  return {
    ...(since.length > 0 && { knownSince: Math.max(...since) }),
    ...(journaled.length > 0 && { journaled }),
  };
}

type OwnKind = Pick<FeatureSpec, 'kind' | 'unit'> & { readonly read: 'value' | 'choices' | 'percent' };

const numeric = (unit: Unit, read: OwnKind['read'] = 'value'): OwnKind => ({ kind: 'numeric', unit, read });

const OWN_KINDS: Partial<Record<FieldType, OwnKind>> = {
  picklist: { kind: 'categorical', unit: 'none', read: 'value' },
  boolean: { kind: 'boolean', unit: 'none', read: 'value' },
  number: numeric('none'),
  currency: numeric('currency'),
  percent: numeric('fraction', 'percent'),
  multipicklist: numeric('count', 'choices'),
};

/** The user who works a lead: a feature only where an administrator has included it by name. */
const PERSON: OwnKind = { kind: 'categorical', unit: 'none', read: 'value' };

/**
 * The feature that reads one field as it is; undefined for types that no feature can use.
 * @param include lookups to users that an administrator wants used
 */
export function fieldFeature(field: LeadField, include: SchemaOptions['include'] = []): FeatureSpec | undefined {
  const isPerson = namesPeople(field) && include.includes(field.name);
  const own = isPerson ? PERSON : OWN_KINDS[field.type];
  return (
    own && {
      name: `field:${field.name}`,
      kind: own.kind,
      unit: own.unit,
      field: field.name,
      labelKey: `Field_${field.name}`,
      label: field.label,
      source: { type: 'field', field: field.name, read: own.read },
      ...(isPerson && { people: true as const }),
      ...pastOf([field]),
    }
  );
}

function unreadReason(field: LeadField): LeftOutReason {
  if (!field.custom) return leftOutReasons.notRead;
  return namesPeople(field) ? leftOutReasons.namesPeople : unusedTypeReason(field.type);
}
