import type { Org } from '../../org/org.ts';
import { type Component, keyOf } from '../component-store.ts';
import type { DeployMessage } from './deploy-result.ts';
import type { Evaluation } from './evaluate.ts';

const isSame = (left: Component, right: Component): boolean =>
  JSON.stringify([withoutPlaces(left.body), left.files]) === JSON.stringify([withoutPlaces(right.body), right.files]);

function withoutPlaces({ name, text, attributes, children }: Component['body']): unknown {
  return [name, text, attributes, children.map(withoutPlaces)];
}

/**
 * Messages of what is saved and deleted, and of package.xml.
 * @param before the messages from before the components were saved, with what changed; undefined = they are not saved
 */
export function successesOf(
  { components }: Pick<Org, 'components'>,
  { plan }: Evaluation,
  saved: readonly Component[],
  at: string,
  before?: readonly DeployMessage[],
): DeployMessage[] {
  if (before)
    return before.map((message) => ({
      ...message,
      id: message.id ?? components.find(message.componentType, message.fullName)?.id,
    }));
  const stored = new Map(components.all().map((component) => [keyOf(component), component]));
  const base = { success: true, createdDate: at };
  const messages = saved.map((component): DeployMessage => {
    const { type, fullName, fileName } = component;
    const old = stored.get(keyOf(component));
    const isChanged = old !== undefined && !isSame(old, component);
    return {
      ...base,
      fullName,
      componentType: type,
      fileName,
      id: old?.id,
      created: !old,
      changed: !old || isChanged,
      deleted: false,
    };
  });
  const deletions = plan.deleted
    .filter((component) => !saved.some((each) => keyOf(each) === keyOf(component)))
    .map(({ type, fullName, id }): DeployMessage => ({
      ...base,
      fullName,
      componentType: type,
      fileName: 'destructiveChanges.xml',
      id,
      created: false,
      changed: true,
      deleted: true,
    }));
  const missing = plan.notFound.map(({ type, fullName }): DeployMessage => ({
    ...base,
    fullName,
    componentType: type,
    fileName: 'destructiveChanges.xml',
    created: false,
    changed: false,
    deleted: false,
    problem: `No ${type} named: ${fullName} found`,
    problemType: 'Warning',
  }));
  const manifest: DeployMessage = {
    ...base,
    fullName: 'package.xml',
    componentType: '',
    fileName: 'package.xml',
    created: false,
    changed: true,
    deleted: false,
  };
  return [...messages, ...deletions, ...missing, manifest];
}
