import type { FieldMetadata, OrgMetadata } from './metadata.ts';

const CUSTOM = /__(?:c|e|mdt|pc)$/i;

/** The full name of something custom in a namespace: `acme__Score__c`. Standard names stay. */
export const inNamespace = (namespace: string, name: string): string =>
  CUSTOM.test(name) && !/^\w+__\w+__\w+$/.test(name) ? `${namespace}__${name}` : name;

/** `acme__Score__c` without its namespace; other names as they are. */
export const withoutNamespace = (name: string): string => name.replace(/^[a-z0-9]+__(?=\w+__[a-z]+$)/i, '');

function field(namespace: string, metadata: FieldMetadata): FieldMetadata {
  return {
    ...metadata,
    name: inNamespace(namespace, metadata.name),
    ...(metadata.referenceTo ? { referenceTo: inNamespace(namespace, metadata.referenceTo) } : {}),
    ...(metadata.relationshipName ? { relationshipName: `${namespace}__${metadata.relationshipName}` } : {}),
  };
}

const qualified = (namespace: string, path: string): string =>
  path
    .split('.')
    .map((name) => inNamespace(namespace, name))
    .join('.');

/**
 * The metadata of a package as an org has it that develops the package in a namespace: custom objects and fields have its
 * prefix; labels, classes, permission sets, static resources and custom metadata records keep their names.
 */
export function withNamespace(metadata: OrgMetadata, namespace: string): OrgMetadata {
  return {
    ...metadata,
    namespace,
    objects: metadata.objects.map((object) => ({
      ...object,
      name: inNamespace(namespace, object.name),
      fields: object.fields.map((own) => field(namespace, own)),
    })),
    permissionSets: metadata.permissionSets.map((set) => ({
      ...set,
      objects: set.objects.map((permission) => ({ ...permission, object: inNamespace(namespace, permission.object) })),
      fields: set.fields.map((permission) => ({ ...permission, field: qualified(namespace, permission.field) })),
    })),
    customMetadata: metadata.customMetadata.map((record) => ({
      ...record,
      type: inNamespace(namespace, record.type),
      values: Object.fromEntries(
        Object.entries(record.values).map(([name, value]) => [inNamespace(namespace, name), value]),
      ),
    })),
  };
}
