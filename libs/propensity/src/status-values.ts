import { selectorsOf, type EventSelector, type PropensityDefinition, type StatusClass } from './definition.ts';

/** What the values of a status field mean in the org today. */
export type StatusValues = Readonly<Record<StatusClass, readonly string[]>>;

/** The fields whose values a definition names by what they mean. */
export const statusFieldsIn = (definition: PropensityDefinition): readonly string[] => [
  ...new Set(selectorsOf(definition).flatMap(fieldsByClassIn)),
];

function fieldsByClassIn(selector: EventSelector): readonly string[] {
  if (selector.kind === 'anyOf') return selector.of.flatMap(fieldsByClassIn);
  return selector.kind === 'becomes' && typeof selector.values === 'string' ? [selector.field] : [];
}

/** The definition with values in the places of what they mean. @param valuesOf must know the fields of `statusFieldsIn` */
export function withStatusValues(
  definition: PropensityDefinition,
  valuesOf: (field: string) => StatusValues,
): PropensityDefinition {
  const resolved = (selector: EventSelector): EventSelector => {
    if (selector.kind === 'anyOf') return { ...selector, of: selector.of.map(resolved) };
    if (selector.kind !== 'becomes' || typeof selector.values !== 'string') return selector;
    return { ...selector, values: valuesOf(selector.field)[selector.values] };
  };
  const { population, event } = definition;
  return {
    ...definition,
    population: {
      ...population,
      from: population.from === 'created' ? 'created' : resolved(population.from),
      ...(population.until && { until: resolved(population.until) }),
    },
    event: { ...event, of: resolved(event.of) },
  };
}
