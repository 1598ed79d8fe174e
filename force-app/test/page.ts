import { createElement } from 'lwc';

/** A component on the test's page. */
export type Shown<Properties> = HTMLElement & Properties;

type Constructor = Parameters<typeof createElement>[1]['is'];

/** Puts a component on the page with these public properties. */
export function show<Properties extends object>(
  tag: string,
  component: Constructor,
  properties: Properties,
): Shown<Properties> {
  const element = Object.assign(createElement(tag, { is: component }) as unknown as HTMLElement, properties);
  document.body.appendChild(element);
  return element;
}

/** Lets promises answer and components draw what they brought. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

export function clearPage(): void {
  document.body.replaceChildren();
}

/** The element marked with `data-id`, inside the component or a component in it; null where it is not shown. */
export function findById(root: Element | ShadowRoot, id: string): HTMLElement | null {
  const inside = root instanceof Element && root.shadowRoot ? root.shadowRoot : root;
  const found = inside.querySelector<HTMLElement>(`[data-id="${id}"]`);
  if (found) return found;
  for (const child of inside.querySelectorAll('*')) {
    const deeper = child.shadowRoot && findById(child.shadowRoot, id);
    if (deeper) return deeper;
  }
  return null;
}

/** Text of the marked element with white space made single; undefined where it is not shown. */
export const textOf = (root: Element | ShadowRoot, id: string): string | undefined =>
  findById(root, id)?.textContent?.replace(/\s+/g, ' ').trim();

/** Everything that the attributes of a component's elements say, as one text: no figure of a picture may be wrong. */
export const attributesOf = (root: ShadowRoot): string =>
  [...root.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes].map(({ value }) => value)).join(' ');
