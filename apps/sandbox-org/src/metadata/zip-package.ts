import { unzipSync } from 'fflate';
import { keyOf, type Component } from './component-store.ts';
import { COMPONENT_TYPES, type ComponentType, findComponentType, packageTypeOf } from './component-types.ts';
import { splitComponent } from './split-component.ts';
import type { Problem } from './check/validate-element.ts';
import { childrenOf, parseXml, textOf, type XmlElement, XmlError } from './xml.ts';

/** A zip file that cannot be deployed at all. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

/** Members by type, as in package.xml. */
export type Manifest = ReadonlyMap<string, readonly string[]>;

/** A problem of a component or a file. */
export interface ComponentProblem extends Problem {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
}

export interface ZipPackage {
  readonly components: readonly Component[];
  /** What to delete before and after the components are saved. */
  readonly deletedBefore: Manifest;
  readonly deletedAfter: Manifest;
  readonly problems: readonly ComponentProblem[];
  readonly fileCount: number;
}

/** The platform's limits (Metadata API Developer Guide, Metadata Limits). */
const MAX_FILES = 10_000;
const MAX_BYTES = 400 * 1024 * 1024;

const META = '-meta.xml';
/** In the format of the Metadata API, a folder of reports is described in a file next to it. */
const FOLDER_FILE = /^(reports|dashboards)\/[^/]+-meta\.xml$/;

const NO_MEMBERS: Manifest = new Map();

/** @throws ZipError */
export function readZipPackage(zip: Uint8Array): ZipPackage {
  const files = unzip(zip);
  const packagePath = [...files.keys()]
    .filter((path) => path === 'package.xml' || path.endsWith('/package.xml'))
    .sort((left, right) => left.length - right.length)[0];
  if (packagePath === undefined) throw new ZipError('No package.xml found');
  const root = packagePath.slice(0, -'package.xml'.length);
  const inRoot = new Map(
    [...files].filter(([path]) => path.startsWith(root)).map(([path, bytes]) => [path.slice(root.length), bytes]),
  );
  const manifest = readManifest(inRoot, 'package.xml');
  const reader = new ComponentReader(inRoot, manifest);
  const components = reader.read();
  const changes = 'destructiveChanges';
  return {
    components,
    deletedBefore: merge(readManifest(inRoot, `${changes}Pre.xml`), readManifest(inRoot, `${changes}.xml`)),
    deletedAfter: readManifest(inRoot, `${changes}Post.xml`),
    problems: reader.problems,
    fileCount: inRoot.size,
  };
}

/** @throws ZipError */
function unzip(zip: Uint8Array): Map<string, Uint8Array> {
  let [count, bytes] = [0, 0];
  try {
    const entries = unzipSync(zip, {
      filter: ({ originalSize }) => {
        count += 1;
        bytes += originalSize;
        if (count > MAX_FILES || bytes > MAX_BYTES)
          throw new ZipError('The zip file is larger than a deployment may be.');
        return true;
      },
    });
    return new Map(Object.entries(entries).filter(([path]) => !path.endsWith('/')));
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError('The zip file cannot be read.');
  }
}

const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A text, or the bytes of anything else as base64. */
function toContent(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}

/** @throws ZipError */
function readManifest(files: ReadonlyMap<string, Uint8Array>, path: string): Manifest {
  const bytes = files.get(path);
  if (!bytes) return NO_MEMBERS;
  const types = childrenOf(parseManifest(toText(bytes), path), 'types');
  return new Map(types.map((type) => [textOf(type, 'name') ?? '', childrenOf(type, 'members').map(memberName)]));
}

/** Folders may be written with a slash at the end. */
const memberName = ({ text }: XmlElement): string => text.replace(/\/$/, '');

function parseManifest(source: string, path: string): XmlElement {
  try {
    const root = parseXml(source);
    if (root.name !== 'Package') throw new ZipError(`${path} must have the element Package.`);
    return root;
  } catch (error) {
    if (error instanceof XmlError) throw new ZipError(`${path}: ${error.message} (${error.line}:${error.column})`);
    throw error;
  }
}

const merge = (left: Manifest, right: Manifest): Manifest =>
  new Map(
    [...left.keys(), ...right.keys()].map((type) => [type, [...(left.get(type) ?? []), ...(right.get(type) ?? [])]]),
  );

/** Reads the components of the files that package.xml names. */
class ComponentReader {
  readonly problems: ComponentProblem[] = [];
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #manifest: Manifest;

  constructor(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest) {
    this.#files = files;
    this.#manifest = manifest;
  }

  read(): Component[] {
    const components = [...this.#files.keys()].filter(isComponentFile).flatMap((path) => this.#readFile(path));
    const named = components.filter((component) => this.#isNamed(component));
    for (const component of components) {
      if (!named.includes(component) && !isContainer(component)) this.#report(component, 'Not in package.xml');
    }
    this.#checkManifest(named);
    return named;
  }

  #readFile(path: string): readonly Component[] {
    const [folder = '', ...rest] = path.split('/');
    const folderType =
      FOLDER_FILE.test(path) &&
      COMPONENT_TYPES.find((each) => each.folder === folder && each.suffix.endsWith('Folder'));
    if (folderType) {
      const fullName = (rest[0] ?? '').slice(0, -META.length);
      const body = this.#readBody(folderType, fullName, path);
      return body ? [{ type: folderType.name, fullName, fileName: path, body, files: {} }] : [];
    }
    const type = COMPONENT_TYPES.find(
      (each) =>
        each.folder === folder && (each.shape === 'bundle' ? path.endsWith('.js') : path.endsWith(`.${each.suffix}`)),
    );
    const place = { type: '', fullName: rest.join('/'), fileName: path };
    if (!type) {
      const isPart = folder === 'lwc' && rest.length > 1;
      if (!isPart) this.#report(place, `This org does not store files of the folder ${folder}.`);
      return [];
    }
    if (type.shape === 'bundle' && rest.length !== 2) return [];
    if (type.shape === 'bundle' && rest[1] !== `${String(rest[0])}.js`) return [];
    const fullName = type.shape === 'bundle' ? (rest[0] ?? '') : rest.join('/').slice(0, -type.suffix.length - 1);
    const fileName = type.shape === 'bundle' ? `lwc/${fullName}` : path;
    const body = this.#readBody(type, fullName, path);
    if (!body) return [];
    const component = {
      type: type.name,
      fullName: decodeURIComponent(fullName),
      fileName,
      body,
      files: this.#contents(type, path),
    };
    return splitComponent(component);
  }

  #readBody(type: ComponentType, fullName: string, path: string): XmlElement | undefined {
    const xmlPath = type.shape === 'content' || type.shape === 'bundle' ? `${path}-meta.xml` : path;
    const place = { type: type.name, fullName, fileName: xmlPath };
    const bytes = this.#files.get(xmlPath);
    if (!bytes) {
      this.#report(place, `File ${xmlPath} is missing.`);
      return undefined;
    }
    try {
      const body = parseXml(toText(bytes));
      if (body.name === type.name) return body;
      this.#report(place, `Error parsing file: The root element is ${body.name}, not ${type.name}`, body);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      this.#report(place, `Error parsing file: ${error.message}`, error);
    }
    return undefined;
  }

  #contents({ shape, suffix }: ComponentType, path: string): Record<string, string> {
    if (shape === 'content') {
      const name = path.slice(path.indexOf('/') + 1);
      return { [`${name.slice(0, -suffix.length - 1)}.${suffix}`]: toContent(this.#files.get(path) as Uint8Array) };
    }
    if (shape !== 'bundle') return {};
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const own = [...this.#files].filter(([each]) => each.startsWith(folder) && !each.endsWith('-meta.xml'));
    return Object.fromEntries(own.map(([each, bytes]) => [each.slice(folder.length), toContent(bytes)]));
  }

  #isNamed({ type, fullName }: Component): boolean {
    const isMember = (name: string, member: string): boolean => {
      const members = this.#manifest.get(name) ?? [];
      return members.includes(member) || members.includes('*');
    };
    if (isMember(packageTypeOf(type), fullName)) return true;
    const parent = findComponentType(type);
    if (!parent || !('parent' in parent)) return false;
    return isMember(parent.parent, parent.parent === 'CustomLabels' ? 'CustomLabels' : (fullName.split('.')[0] ?? ''));
  }

  /** Every named member must be in a file, and every type known. */
  #checkManifest(components: readonly Component[]): void {
    const found = new Set(components.map(({ type, fullName }) => keyOf({ type: packageTypeOf(type), fullName })));
    for (const [type, members] of this.#manifest) {
      if (!findComponentType(type)) {
        const problem = `The type ${type} is unknown to this org.`;
        this.problems.push({ type, fullName: type, fileName: 'package.xml', message: problem });
        continue;
      }
      for (const fullName of members) {
        if (fullName === '*' || found.has(keyOf({ type, fullName })) || this.#isBroken(type, fullName)) continue;
        const message = `An object '${fullName}' of type ${type} was named in package.xml, but was not found in zipped directory`;
        this.problems.push({ type: '', fullName: 'package.xml', fileName: 'package.xml', message });
      }
    }
  }

  /** Whether a problem of its file was reported already. */
  #isBroken(type: string, fullName: string): boolean {
    return this.problems.some((problem) => problem.type === type && problem.fullName === fullName);
  }

  #report(
    place: Pick<ComponentProblem, 'type' | 'fullName' | 'fileName'>,
    message: string,
    at?: { line: number; column: number },
  ): void {
    const { type, fullName, fileName } = place;
    this.problems.push({ type, fullName, fileName, message, line: at?.line, column: at?.column });
  }
}

/** Neither a manifest nor the description next to a content. */
const isComponentFile = (path: string): boolean =>
  path.includes('/') && (!path.endsWith(META) || FOLDER_FILE.test(path));

/** The object or labels file around components of its own. */
const isContainer = ({ type }: Component): boolean => type === 'CustomObject' || type === 'CustomLabels';
