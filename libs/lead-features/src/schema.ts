import { catalogue } from './catalogue/catalogue.ts';
import type { FeatureSchema, FeatureSpec, Unit } from './feature.ts';
import { namesPeople, type FieldType, type LeadField } from './lead-field.ts';
import { leftOutReasons } from './left-out-reasons.ts';
import { findForbiddenReason } from './forbidden-fields.ts';

export interface SchemaOptions {
  /** Fields taken although their past is unknown: the admin vouches that nobody changes them after creation. */
  readonly include?: readonly string[];
  /** Fields that no feature may read, and features that no model may. */
  readonly exclude?: readonly string[];
}

/** A lead field that no feature reads, and why: a sentence without its subject. */
export interface LeftOutField {
  readonly field: string;
  readonly reason: string;
}

export interface SchemaChoice {
  readonly schema: FeatureSchema;
  readonly leftOut: readonly LeftOutField[];
}

const { excluded: EXCLUDED, unknownPast: UNKNOWN_PAST, unread: UNREAD } = leftOutReasons;

/**
 * The features that an org's fields allow: the catalogue as far as the past of what it reads is known, and the org's own
 * fields. Every field that is given is either read by a feature or told in `leftOut`.
 */
export function featureSchemaFor(fields: readonly LeadField[], options: SchemaOptions = {}): SchemaChoice {
  const allowed = new Map<string, LeadField>();
  const leftOut: LeftOutField[] = [];
  for (const field of fields) {
    const reason = findExclusion(field, options);
    if (reason === undefined) allowed.set(field.name, field);
    else leftOut.push({ field: field.name, reason });
  }
  const builtIn = catalogue.flatMap((feature) => catalogueSpec(feature, allowed));
  const read = new Set(builtIn.flatMap((spec) => (spec.source.type === 'catalogue' ? spec.source.inputs : [])));
  const own: FeatureSpec[] = [];
  for (const field of allowed.values()) {
    if (read.has(field.name)) continue;
    const spec = field.custom ? ownFieldSpec(field, options.include) : undefined;
    if (spec) own.push(spec);
    else leftOut.push({ field: field.name, reason: unreadReason(field) });
  }
  own.sort((a, b) => (a.name < b.name ? -1 : 1));
  const [features, excluded] = partition([...builtIn, ...own], ({ name }) => !options.exclude?.includes(name));
  for (const { name } of excluded) leftOut.push({ field: name, reason: EXCLUDED });
  return { schema: { version: 1, features }, leftOut };
}

function partition<Item>(items: readonly Item[], keep: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(keep), items.filter((item) => !keep(item))];
}

function findExclusion(field: LeadField, { include = [], exclude = [] }: SchemaOptions): string | undefined {
  const never = findForbiddenReason(field.name);
  if (never !== undefined) return never;
  if (exclude.includes(field.name)) return EXCLUDED;
  if (field.past.kind === 'unknown' && !include.includes(field.name)) return UNKNOWN_PAST;
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

/** Who among your people works a lead: learned from only where somebody has decided that it may be. */
const PERSON: OwnKind = { kind: 'categorical', unit: 'none', read: 'value' };

function ownFieldSpec(field: LeadField, include: SchemaOptions['include'] = []): FeatureSpec | undefined {
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

function unreadReason(field: LeadField): string {
  if (!field.custom) return UNREAD;
  if (namesPeople(field))
    return 'names one of your own people, which becomes a feature only where it is included by name';
  return `is of type ${field.type}, which does not become a feature: text and dates of one lead rarely come again`;
}
