import { featureSchemaFor, type FeatureSchema, type FeatureSpec, type LeadField } from '@leadlight/lead-features';
import { factor, fieldLoss, type FieldLoss } from './field-loss.ts';

/** A lead field as it was when a model was trained; stored in the model's report. */
export type BaselineField = Pick<LeadField, 'name' | 'label' | 'type' | 'choices'>;

/** What the active model reads, and what it learned from. */
export interface ModelInputs {
  readonly schema: FeatureSchema;
  /** Features that change its predictions; undefined = not known, so all of them may. */
  readonly usedFeatures?: ReadonlySet<string>;
  /** Undefined for a model whose report has no fields: then only what its schema says is compared. */
  readonly baseline?: readonly BaselineField[];
}

/** The org's lead fields as they are now. */
export interface CurrentFields {
  readonly fields: readonly LeadField[];
  /** Factors by which the numbers of fields have changed since training, by field. */
  readonly scaledBy?: ReadonlyMap<string, number>;
  /** Fields whose loss an administrator has accepted. */
  readonly accepted: readonly string[];
}

const CURRENCY_FIELD = 'CurrencyIsoCode';

/** The fields that the active model reads and that have been lost since its training, in the order of its schema. */
export function findLosses(inputs: ModelInputs, { fields, scaledBy, accepted }: CurrentFields): readonly FieldLoss[] {
  const now = new Map(fields.map((field) => [field.name, field]));
  const before = new Map(inputs.baseline?.map((field) => [field.name, field]));
  const read = readFields(inputs);
  const hasNewCurrencies = now.has(CURRENCY_FIELD) && inputs.baseline !== undefined && !before.has(CURRENCY_FIELD);
  return [...read].flatMap(([name, features]): readonly FieldLoss[] => {
    const isAccepted = accepted.includes(name);
    const [field, former] = [now.get(name), before.get(name)];
    if (!field) {
      const label = { name, label: former?.label ?? name };
      const successor = former && findSuccessor(former, fields, before);
      return successor
        ? [fieldLoss('field_renamed', label, isAccepted, 'absent', { names: [successor.name] })]
        : [fieldLoss('field_unreadable', label, isAccepted, 'absent')];
    }
    if (hasOtherType(field, former, features)) {
      return [fieldLoss('field_type_changed', field, isAccepted, 'filled')];
    }
    const renamed = renamedChoices(field, former);
    if (renamed) {
      const names = [...renamed.gone, ...renamed.added];
      return [fieldLoss('field_values_renamed', field, isAccepted, 'values', { values: renamed.added, names })];
    }
    const scale = scaledBy?.get(name);
    if (scale !== undefined) {
      return [fieldLoss('field_numbers_scaled', field, isAccepted, 'filled', { numbers: [factor(scale)] })];
    }
    if (hasNewCurrencies && field.type === 'currency') {
      return [fieldLoss('field_currencies', field, isAccepted, 'filled')];
    }
    return [];
  });
}

/** Lead fields that the used features read, with these features. */
function readFields({ schema, usedFeatures }: ModelInputs): ReadonlyMap<string, readonly FeatureSpec[]> {
  const read = new Map<string, FeatureSpec[]>();
  for (const feature of schema.features) {
    if (usedFeatures && !usedFeatures.has(feature.name)) continue;
    for (const field of inputsOf(feature)) read.set(field, [...(read.get(field) ?? []), feature]);
  }
  return read;
}

/** A model that was trained on the columns of a table reads no lead fields. */
function inputsOf({ source }: FeatureSpec): readonly string[] {
  if (source.type === 'catalogue') return source.inputs;
  return source.type === 'field' ? [source.field] : [];
}

/** A field that did not exist in training and has the label and type of the lost one. */
const findSuccessor = (
  lost: BaselineField,
  fields: readonly LeadField[],
  before: ReadonlyMap<string, BaselineField>,
): LeadField | undefined =>
  fields.find(({ name, label, type }) => !before.has(name) && label === lost.label && type === lost.type);

/** The org's own fields become features by their type; standard fields keep theirs. */
function hasOtherType(field: LeadField, former: BaselineField | undefined, features: readonly FeatureSpec[]): boolean {
  if (former) return former.type !== field.type;
  const own = features.find(({ source }) => source.type === 'field');
  if (!own) return false;
  const { schema } = featureSchemaFor([{ ...field, past: { kind: 'immutable' } }], { include: [field.name] });
  const today = schema.features.find(({ source }) => source.type === 'field');
  return today?.kind !== own.kind || today.unit !== own.unit;
}

/** Values that are no longer offered, where others are offered instead. New values alone are not a loss. */
function renamedChoices(
  { choices = [] }: LeadField,
  former: BaselineField | undefined,
): { readonly gone: readonly string[]; readonly added: readonly string[] } | undefined {
  const known = former?.choices ?? [];
  const gone = known.filter((choice) => !choices.includes(choice));
  const added = choices.filter((choice) => !known.includes(choice));
  return gone.length > 0 && added.length > 0 ? { gone, added } : undefined;
}
