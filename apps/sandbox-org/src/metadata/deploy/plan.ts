import { type Component, keyOf, type StoredComponent } from '../component-store.ts';
import { CHILD_TYPES, packageTypeOf } from '../component-types.ts';
import { referencesOf } from '../check/references.ts';
import type { World } from '../check/world.ts';
import type { Manifest } from '../zip-package.ts';

/** What a deployment makes of the org's components. */
export interface Plan {
  /** Everything that the org holds afterwards. */
  readonly after: readonly Component[];
  readonly deleted: readonly StoredComponent[];
  /** Named for deletion, but not there. */
  readonly notFound: readonly { readonly type: string; readonly fullName: string }[];
}

/** @param deployed the components to save */
export function planDeployment(
  stored: readonly StoredComponent[],
  deployed: readonly Component[],
  deletions: readonly Manifest[],
): Plan {
  const deletedBefore = deletions[0] ?? new Map<string, string[]>();
  const byKey = new Map<string, Component>(stored.map((component) => [keyOf(component), component]));
  const deleted: StoredComponent[] = [];
  const notFound: { type: string; fullName: string }[] = [];
  const remove = (manifest: Manifest, from: readonly Component[]): void => {
    for (const [type, members] of manifest) {
      for (const fullName of members) {
        const found = from.filter((component) => isDeletedWith(component, type, fullName));
        if (found.length === 0) notFound.push({ type, fullName });
        for (const component of found) {
          byKey.delete(keyOf(component));
          const before = stored.find((each) => keyOf(each) === keyOf(component));
          if (before) deleted.push(before);
        }
      }
    }
  };
  remove(deletedBefore, stored);
  for (const component of deployed) byKey.set(keyOf(component), component);
  for (const manifest of deletions.slice(1)) remove(manifest, [...byKey.values()]);
  return { after: [...byKey.values()], deleted, notFound };
}

/** Whether a component is the named one or a part of it. */
function isDeletedWith(component: Component, type: string, fullName: string): boolean {
  const name = component.fullName.toLowerCase();
  if (packageTypeOf(component.type) === type) return name === fullName.toLowerCase();
  const isPart = CHILD_TYPES.some((child) => child.name === component.type && child.parent === type);
  return isPart && name.startsWith(`${fullName.toLowerCase()}.`);
}

/** The components that are no longer valid after deletions, with what they still name. */
export function brokenReferences(
  world: World,
  kept: readonly Component[],
): { component: Component; missing: string }[] {
  return kept.flatMap((component) =>
    referencesOf(component)
      .filter(({ kind, name, isSoft }) => isSoft !== true && !world.has(kind, name))
      .map(({ name }) => ({ component, missing: name })),
  );
}

/** A component without the elements that name what was deleted: permissions on it, translations of it. */
export function withoutMissing(component: Component, world: World): Component {
  if (referencesOf(component).every(({ kind, name }) => world.has(kind, name))) return component;
  const children = component.body.children.filter((child) => {
    const alone = { ...component, body: { ...component.body, children: [child] } };
    return referencesOf(alone).every(({ kind, name, isSoft }) => isSoft !== true || world.has(kind, name));
  });
  return { ...component, body: { ...component.body, children } };
}
