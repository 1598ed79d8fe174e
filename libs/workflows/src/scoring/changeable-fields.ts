import type { FeatureSchema } from '@leadlight/lead-features';

/** What is over, or the lead's own word: nobody changes it to see a better score. */
const UNCHANGEABLE_FIELDS: ReadonlySet<string> = new Set([
  'CreatedDate',
  'LeadSource',
  'DoNotCall',
  'HasOptedOutOfEmail',
]);

/** CRM fields that a model reads and that somebody can find out or correct now, each once, in the model's order. */
export function changeableFields({ features }: FeatureSchema): readonly string[] {
  const read = features.flatMap(({ source, people }) => {
    // Who works a lead is decided elsewhere, and nobody types an id.
    if (people) return [];
    if (source.type === 'catalogue') return source.inputs;
    return source.type === 'field' ? [source.field] : [];
  });
  return [...new Set(read)].filter((field) => !UNCHANGEABLE_FIELDS.has(field));
}
