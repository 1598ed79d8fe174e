import { createElement } from 'lwc';

/** A component on the page of a test. */
export type Shown<Properties> = HTMLElement & Properties;

type Constructor = Parameters<typeof createElement>[1]['is'];

/** Adds a component with these public properties to the page. */
export function show<Properties extends object>(
  tag: string,
  component: Constructor,
  properties: Properties,
): Shown<Properties> {
  const element = Object.assign(createElement(tag, { is: component }) as unknown as HTMLElement, properties);
  document.body.appendChild(element);
  return element;
}

/** Waits until promises are settled and components have rendered. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
}

export function clearPage(): void {
  document.body.replaceChildren();
}

/** The element with this `data-id` in the component or a nested one; null if it is not shown. */
export function findById(root: Element | ShadowRoot, id: string): HTMLElement | null {
  const inside = root instanceof Element && root.shadowRoot ? root.shadowRoot : root;
  const element = inside.querySelector<HTMLElement>(`[data-id="${id}"]`);
  if (element) return element;
  for (const child of inside.querySelectorAll('*')) {
    const deeper = child.shadowRoot && findById(child.shadowRoot, id);
    if (deeper) return deeper;
  }
  return null;
}

/** The text of that element with collapsed white space; undefined if it is not shown. */
export const textOf = (root: Element | ShadowRoot, id: string): string | undefined =>
  findById(root, id)?.textContent?.replace(/\s+/g, ' ').trim();

/** What a component and those within it show, with the names for screen readers. */
export function textsIn(element: Element): string[] {
  const inside = [...(element.shadowRoot?.querySelectorAll('*') ?? [])];
  return inside.flatMap((child) => [
    ...[...child.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? [node.textContent!.trim()] : [])),
    ...['title', 'aria-label'].flatMap((name) => child.getAttribute(name) ?? []),
    ...textsIn(child),
  ]);
}

/** The values of all attributes in a component as one text, to search for wrong figures in pictures. */
export const attributesOf = (root: ShadowRoot): string =>
  [...root.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes].map(({ value }) => value)).join(' ');
