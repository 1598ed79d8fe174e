import type { Component } from './component-store.ts';
import { CHILD_TYPES } from './component-types.ts';
import { textOf } from './xml.ts';

/** A component, and the components inside its file: fields of an object, labels of the file of labels. */
export function splitComponent(component: Component): readonly Component[] {
  const childTypes = CHILD_TYPES.filter(({ parent }) => parent === component.type);
  if (childTypes.length === 0) return [component];
  const { body, fileName, fullName } = component;
  const typeOf = (element: string) => childTypes.find((type) => type.element === element);
  const own = { ...component, body: { ...body, children: body.children.filter(({ name }) => !typeOf(name)) } };
  const children = body.children.flatMap((element): Component[] => {
    const type = typeOf(element.name);
    if (!type) return [];
    const name = textOf(element, 'fullName') ?? '';
    const childName = type.name === 'CustomLabel' ? name : `${fullName}.${name}`;
    return [{ type: type.name, fullName: childName, fileName, body: { ...element, name: type.name }, files: {} }];
  });
  return [own, ...children];
}
