import type { OrgMetadata } from '@leadlight/apex-runtime';
import type { Component } from '../metadata/component-store.ts';
import { metadataValues } from '../metadata/custom-metadata.ts';
import { childrenOf, isTrue, textOf } from '../metadata/xml.ts';

type FieldMetadata = OrgMetadata['objects'][number]['fields'][number];
type PermissionSetMetadata = OrgMetadata['permissionSets'][number];

const afterDot = (fullName: string): string => fullName.slice(fullName.indexOf('.') + 1);
const beforeDot = (fullName: string): string => fullName.split('.')[0] ?? '';

function toField({ fullName, body }: Component): FieldMetadata {
  const [referenceTo, defaultValue] = [textOf(body, 'referenceTo'), textOf(body, 'defaultValue')];
  return {
    name: afterDot(fullName),
    label: textOf(body, 'label') ?? afterDot(fullName),
    type: textOf(body, 'type') ?? '',
    length: Number(textOf(body, 'length') ?? 0),
    required: isTrue(body, 'required'),
    unique: isTrue(body, 'unique'),
    isFormula: textOf(body, 'formula') !== undefined,
    picklist: childrenOf(body, 'valueSet')
      .flatMap((set) => childrenOf(set, 'valueSetDefinition'))
      .flatMap((definition) => childrenOf(definition, 'value').map((value) => textOf(value, 'fullName') ?? '')),
    ...(referenceTo === undefined ? {} : { referenceTo }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}

function toPermissionSet({ fullName, body }: Component): PermissionSetMetadata {
  return {
    name: fullName,
    label: textOf(body, 'label') ?? fullName,
    classes: childrenOf(body, 'classAccesses')
      .filter((access) => isTrue(access, 'enabled'))
      .map((access) => textOf(access, 'apexClass') ?? ''),
    customPermissions: childrenOf(body, 'customPermissions')
      .filter((permission) => isTrue(permission, 'enabled'))
      .map((permission) => textOf(permission, 'name') ?? ''),
    fields: childrenOf(body, 'fieldPermissions').map((permission) => ({
      field: textOf(permission, 'field') ?? '',
      readable: isTrue(permission, 'readable'),
      editable: isTrue(permission, 'editable'),
    })),
    objects: childrenOf(body, 'objectPermissions').map((permission) => ({
      object: textOf(permission, 'object') ?? '',
      read: isTrue(permission, 'allowRead'),
      create: isTrue(permission, 'allowCreate'),
      edit: isTrue(permission, 'allowEdit'),
      delete: isTrue(permission, 'allowDelete'),
      viewAll: isTrue(permission, 'viewAllRecords'),
      modifyAll: isTrue(permission, 'modifyAllRecords'),
    })),
  };
}

const toSetting = ({ fullName, body }: Component): OrgMetadata['customMetadata'][number] => ({
  type: `${beforeDot(fullName)}__mdt`,
  name: afterDot(fullName),
  label: textOf(body, 'label') ?? fullName,
  values: metadataValues(body),
});

/** The components as the Apex runtime needs them. */
export function toOrgMetadata(components: readonly Component[]): OrgMetadata {
  const ofType = (type: string): readonly Component[] => components.filter((component) => component.type === type);
  const fields = Map.groupBy(ofType('CustomField'), ({ fullName }) => beforeDot(fullName));
  const labelOf = (object: string): string => {
    const described = ofType('CustomObject').find(({ fullName }) => fullName === object);
    return (described && textOf(described.body, 'label')) ?? object;
  };
  return {
    objects: [...fields].map(([name, own]) => ({ name, label: labelOf(name), fields: own.map(toField) })),
    labels: Object.fromEntries(
      ofType('CustomLabel').map(({ fullName, body }) => [fullName, textOf(body, 'value') ?? '']),
    ),
    translations: Object.fromEntries(
      ofType('Translations').map(({ fullName, body }) => [
        fullName,
        Object.fromEntries(
          childrenOf(body, 'customLabels').map((label) => [textOf(label, 'name') ?? '', textOf(label, 'label') ?? '']),
        ),
      ]),
    ),
    permissionSets: ofType('PermissionSet').map(toPermissionSet),
    customMetadata: ofType('CustomMetadata').map(toSetting),
    staticResources: ofType('StaticResource').map(({ fullName, files }) => ({
      name: fullName,
      text: Object.values(files)[0] ?? '',
    })),
    classes: ofType('ApexClass').map(({ fullName }) => fullName),
  };
}
