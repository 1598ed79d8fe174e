import type { DatabaseSync } from 'node:sqlite';
import type { ComponentStore } from '../../metadata/component-store.ts';
import { textOf, type XmlElement } from '../../metadata/xml.ts';
import type { Field, SObject } from './field.ts';
import {
  customKeyPrefix,
  type FieldXml,
  metadataKeyPrefix,
  type ObjectXml,
  toCustomField,
  toCustomObject,
  toMetadataType,
} from './package-metadata.ts';
import type { PackageMetadata } from './schema.ts';

/** Elements that may occur several times. */
const LISTS = ['value'];

/** An element as an object: texts and objects by name. */
function toObject({ text, children }: XmlElement): unknown {
  if (children.length === 0) return text;
  const byName = Map.groupBy(children, ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, elements]) => {
      const values = elements.map(toObject);
      return [name, LISTS.includes(name) ? values : values[0]];
    }),
  );
}

/** The objects and fields of the stored components. An object keeps the key prefix that it had. */
export function deployedMetadata(db: DatabaseSync, components: ComponentStore): PackageMetadata {
  const fields = components.ofType('CustomField').map(({ fullName, fileName, body }) => {
    const [object = '', name = ''] = fullName.split('.');
    return { object, field: toCustomField(fileName, { ...(toObject(body) as FieldXml), fullName: name }) };
  });
  const fieldsOf = (object: string): Field[] =>
    fields.filter((each) => each.object === object).map(({ field }) => field);
  const custom = components.ofType('CustomObject').filter(({ fullName }) => fullName.endsWith('__c'));
  const prefixes = keyPrefixes(
    db,
    custom.map(({ fullName }) => fullName),
  );
  const objects = custom.map(({ fullName, body }): SObject =>
    toCustomObject(fullName, prefixes.get(fullName) ?? '', toObject(body) as ObjectXml, fieldsOf(fullName)),
  );
  const types = components
    .ofType('CustomObject')
    .filter(({ fullName }) => fullName.endsWith('__mdt'))
    .map(({ fullName, body }, index) =>
      toMetadataType(fullName, metadataKeyPrefix(index), textOf(body, 'label'), fieldsOf(fullName)),
    );
  // Platform events are published by Apex only.
  return { objects: [...objects, ...types], fields: fields.filter(({ object }) => !/__(c|mdt|e)$/.test(object)) };
}

function keyPrefixes(db: DatabaseSync, names: readonly string[]): Map<string, string> {
  const select = db.prepare('SELECT "KeyPrefix" AS prefix FROM "EntityDefinition" WHERE "QualifiedApiName" = ?');
  const prefixes = new Map<string, string>();
  for (const name of names) {
    const known = select.get(name)?.prefix;
    if (typeof known === 'string') prefixes.set(name, known);
  }
  let index = 0;
  for (const name of names) {
    if (prefixes.has(name)) continue;
    const taken = new Set(prefixes.values());
    while (taken.has(customKeyPrefix(index))) index += 1;
    prefixes.set(name, customKeyPrefix(index));
  }
  return prefixes;
}
