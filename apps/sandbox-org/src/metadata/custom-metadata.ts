import { childrenOf, textOf, type XmlElement } from './xml.ts';

type MetadataValue = string | number | boolean | null;

function toValue(value: XmlElement | undefined): MetadataValue {
  if (!value || value.attributes['xsi:nil'] === 'true' || value.text === '') return null;
  const type = (value.attributes['xsi:type'] ?? '').replace(/^.*:/, '');
  if (type === 'boolean') return value.text === 'true';
  return type === 'double' || type === 'int' ? Number(value.text) : value.text;
}

/** The values of a custom metadata record by field. */
export const metadataValues = (body: XmlElement): Record<string, MetadataValue> =>
  Object.fromEntries(
    childrenOf(body, 'values').map((entry) => [textOf(entry, 'field') ?? '', toValue(childrenOf(entry, 'value')[0])]),
  );
