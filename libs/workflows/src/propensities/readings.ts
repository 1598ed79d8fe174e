import {
  fieldsIn,
  historyEntriesIn,
  selectorsOf,
  type EventSelector,
  type PropensityDefinition,
} from '@leadlight/propensity';
import type { RecordReading } from '../ports/index.ts';

/** What must be read of each object for these propensities: of subjects all that may become a feature, of others only what is used. */
export function readingsOf(definitions: readonly PropensityDefinition[]): readonly RecordReading[] {
  const parts = definitions.flatMap(partsOf);
  return [...Map.groupBy(parts, ({ object }) => object)].map(([object, ofObject]) => {
    const isSubject = ofObject.some(({ fields }) => fields === 'features');
    const named = ofObject.flatMap(({ fields, more = [] }) => [...(fields === 'features' ? [] : fields), ...more]);
    const used = distinct(named).filter((field) => field !== 'CreatedDate');
    const parentFields = distinct(ofObject.flatMap((part) => part.parentFields));
    const historyEntries = distinct(ofObject.flatMap((part) => part.historyEntries ?? []));
    return {
      object,
      parentFields,
      ...(isSubject ? { fields: 'features', more: used } : { fields: used }),
      ...(historyEntries.length > 0 && { historyEntries }),
    };
  });
}

function partsOf(definition: PropensityDefinition): readonly RecordReading[] {
  const { object, relations, states, judgement, population } = definition;
  const selectors = selectorsOf(definition);
  const own = [
    ...selectors.flatMap(fieldsIn),
    ...(population.where ?? []).map(({ field }) => field),
    ...(states?.fields ?? []),
    ...(judgement === undefined ? [] : [judgement]),
  ];
  const children = relations.map(({ name, object: child, parentField, happenedField, where = [], amountField }) => ({
    object: child,
    parentFields: [parentField],
    fields: [
      happenedField,
      ...[...where, ...selectors.flatMap((selector) => conditionsOn(name, selector))].map(({ field }) => field),
      ...(amountField === undefined ? [] : [amountField]),
    ],
  }));
  const historyEntries = selectors.flatMap(historyEntriesIn);
  return [
    { object, parentFields: [], fields: 'features', more: own, historyEntries },
    ...children,
    ...(states ? [{ object: states.object, parentFields: [states.parentField], fields: states.fields }] : []),
  ];
}

function conditionsOn(relation: string, selector: EventSelector): readonly { readonly field: string }[] {
  if (selector.kind === 'anyOf') return selector.of.flatMap((each) => conditionsOn(relation, each));
  return selector.kind === 'child' && selector.relation === relation ? (selector.where ?? []) : [];
}

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];
