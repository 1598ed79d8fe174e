import { strToU8, zipSync } from 'fflate';
import { recordId } from '../../company/record-id.ts';
import { ApiError, notFound } from '../../org/api-error.ts';
import type { Org } from '../../org/org.ts';
import { type ApiUser, apiUser } from '../api-user.ts';
import type { StoredComponent } from '../component-store.ts';
import { CHILD_TYPES, COMPONENT_TYPES, findComponentType, packageTypeOf } from '../component-types.ts';
import { childrenOf, elementText, textOf, writeXml, type XmlContent, type XmlElement } from '../xml.ts';
import { fileProperties } from './file-properties.ts';

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACES = {
  xmlns: 'http://soap.sforce.com/2006/04/metadata',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
};

/** The components that were asked for, as zip files. They are made at once and remembered until the org stops. */
export class Retrievals {
  readonly #org: Org;
  readonly #results = new Map<string, XmlContent>();

  constructor(org: Org) {
    this.#org = org;
  }

  /** @param request a RetrieveRequest with `unpackaged`. @returns the id. @throws ApiError */
  start(request: XmlElement): string {
    const manifest = childrenOf(request, 'unpackaged')[0];
    if (!manifest) throw new ApiError(500, 'INVALID_OPERATION', 'This org retrieves only what "unpackaged" names.');
    const id = recordId('09S', this.#results.size + 1);
    this.#results.set(id, { id, ...this.#retrieve(manifest) });
    return id;
  }

  /** The RetrieveResult. @throws ApiError NOT_FOUND */
  result(id: string): XmlContent {
    const result = this.#results.get(id);
    if (result === undefined) throw notFound();
    return result;
  }

  #retrieve(manifest: XmlElement): { readonly [name: string]: XmlContent | XmlContent[] } {
    const components = this.#org.components.all();
    const chosen = new Set<StoredComponent>();
    const messages: XmlContent[] = [];
    for (const type of childrenOf(manifest, 'types')) {
      const name = textOf(type, 'name') ?? '';
      if (!findComponentType(name))
        messages.push({ fileName: 'package.xml', problem: `Entity type '${name}' is unknown` });
      for (const { text: member } of childrenOf(type, 'members')) {
        const found = components.filter((component) => isAskedFor(component, name, member));
        for (const component of found) chosen.add(component);
        if (found.length === 0 && member !== '*') {
          messages.push({
            fileName: 'unpackaged/package.xml',
            problem: `Entity of type '${name}' named '${member}' cannot be found`,
          });
        }
      }
    }
    const user: ApiUser = apiUser(this.#org);
    return {
      done: true,
      fileProperties: [...chosen].map((component) => fileProperties(component, user)),
      messages,
      status: 'Succeeded',
      success: true,
      zipFile: Buffer.from(zipOf([...chosen], manifest)).toString('base64'),
    };
  }
}

function isAskedFor(component: StoredComponent, type: string, member: string): boolean {
  if (packageTypeOf(component.type) === type)
    return member === '*' || component.fullName.toLowerCase() === member.toLowerCase();
  const isPart = CHILD_TYPES.some((child) => child.name === component.type && child.parent === type);
  if (!isPart) return false;
  return (
    type === 'CustomLabels' || member === '*' || component.fullName.toLowerCase().startsWith(`${member.toLowerCase()}.`)
  );
}

function zipOf(components: readonly StoredComponent[], manifest: XmlElement): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const add = (path: string, text: string): void => {
    files[`unpackaged/${path}`] = text.startsWith('base64:')
      ? Buffer.from(text.slice('base64:'.length), 'base64')
      : strToU8(text);
  };
  for (const [fileName, own] of Map.groupBy(components, (component) => component.fileName)) addFile(fileName, own, add);
  const types = [...Map.groupBy(components, ({ type }) => packageTypeOf(type))].map(([name, own]) => ({
    members: own.map(({ fullName }) => fullName),
    name,
  }));
  const content = writeXml({ types, version: textOf(manifest, 'version') ?? '' });
  add('package.xml', `${XML}<Package xmlns="${NAMESPACES.xmlns}">${content}</Package>\n`);
  return zipSync(files);
}

/** A file with the component and the parts of it that were asked for. */
function addFile(
  fileName: string,
  components: readonly StoredComponent[],
  add: (path: string, text: string) => void,
): void {
  const [first] = components as [StoredComponent];
  const parent = CHILD_TYPES.find(({ name }) => name === first.type)?.parent;
  const type = COMPONENT_TYPES.find(({ name }) => name === (parent ?? first.type));
  const whole = components.find((component) => component.type === type?.name);
  const parts = components
    .filter((component) => component !== whole)
    .map((component) => ({
      ...component.body,
      name: CHILD_TYPES.find(({ name }) => name === component.type)?.element ?? '',
    }));
  const base = whole?.body ?? { ...first.body, children: [] };
  const root = {
    ...base,
    name: type?.name ?? first.type,
    attributes: NAMESPACES,
    text: '',
    children: [...base.children, ...parts],
  };
  const xml = XML + elementText(root);
  if (type?.shape === 'content') {
    add(fileName, Object.values(first.files)[0] ?? '');
    add(`${fileName}-meta.xml`, xml);
  } else if (type?.shape === 'bundle') {
    for (const [path, text] of Object.entries(first.files)) add(`${fileName}/${path}`, text);
    add(`${fileName}/${first.fullName}.js-meta.xml`, xml);
  } else add(fileName, xml);
}
