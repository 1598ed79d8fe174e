import type { Component } from '../component-store.ts';
import { childrenOf, isTrue, textOf, type XmlElement } from '../xml.ts';
import { type Problem, problemAt } from './validate-element.ts';
import type { World } from './world.ts';

/** Each right on an object and the right that it needs. */
const DEPENDENCIES = [
  ['allowCreate', 'allowRead'],
  ['allowEdit', 'allowRead'],
  ['allowDelete', 'allowEdit'],
  ['viewAllRecords', 'allowRead'],
  ['modifyAllRecords', 'viewAllRecords'],
  ['modifyAllRecords', 'allowDelete'],
] as const;

/** Rights that need others, and fields that cannot have rights of their own because they are required. */
export function checkPermissionSet({ body }: Component, world: World): Problem[] {
  const objects = childrenOf(body, 'objectPermissions').flatMap((permission) =>
    DEPENDENCIES.filter(([right, needed]) => isTrue(permission, right) && !isTrue(permission, needed)).map(
      ([right, needed]) =>
        problemAt(
          permission,
          `Permission ${right} ${textOf(permission, 'object') ?? ''} depends on permission(s): ${needed}`,
        ),
    ),
  );
  const fields = childrenOf(body, 'fieldPermissions').flatMap((permission) => {
    const name = textOf(permission, 'field') ?? '';
    const field = world.find('CustomField', name);
    if (isTrue(permission, 'editable') && !isTrue(permission, 'readable')) {
      return [problemAt(permission, `Field ${name} is editable but not readable`)];
    }
    const isRequired = field && (isTrue(field.body, 'required') || textOf(field.body, 'type') === 'MasterDetail');
    return isRequired ? [problemAt(permission, `You cannot deploy to a required field: ${name}`)] : [];
  });
  return [
    ...objects,
    ...fields,
    ...duplicates(body, 'fieldPermissions', 'field'),
    ...duplicates(body, 'objectPermissions', 'object'),
  ];
}

function duplicates(body: XmlElement, list: string, key: string): Problem[] {
  const seen = new Set<string>();
  return childrenOf(body, list).flatMap((element) => {
    const name = (textOf(element, key) ?? '').toLowerCase();
    const isKnown = seen.has(name);
    seen.add(name);
    return isKnown ? [problemAt(element, `Duplicate ${list} for ${textOf(element, key) ?? ''}`)] : [];
  });
}
