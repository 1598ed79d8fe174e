import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { OPTIONAL_PARTS, PackageError } from '../org/schema/package-metadata.ts';
import type { Component } from './component-store.ts';
import { CHILD_TYPES, COMPONENT_TYPES, type ComponentType } from './component-types.ts';
import { splitComponent } from './split-component.ts';
import { parseXml, type XmlElement } from './xml.ts';

const META = '-meta.xml';

/** Suffixes of children that are files of their own in source format. */
const CHILD_SUFFIXES: Readonly<Record<string, string>> = {
  field: 'CustomField',
  listView: 'ListView',
  compactLayout: 'CompactLayout',
};

const EMPTY: Omit<XmlElement, 'name'> = { text: '', attributes: {}, children: [], line: 1, column: 1 };

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__tests__'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * The components of a package in source format; none if the folder does not exist. Files of unknown types are left out.
 * @param folder e.g. `force-app`
 * @param suffixes only components whose files have one of them, e.g. `permissionset`; undefined = all
 * @param packageParts optional parts of the package to add
 * @throws PackageError for a file that is not XML
 */
export function readSourcePackage(
  folder: string | undefined,
  suffixes?: readonly string[],
  packageParts: readonly string[] = [],
): Component[] {
  if (folder === undefined || !existsSync(folder)) return [];
  const absent = OPTIONAL_PARTS.filter((part) => !packageParts.includes(part)).map((part) => join(folder, part, '/'));
  const files = filesBelow(folder).filter((file) => !absent.some((part) => file.startsWith(part)));
  const components = files
    .filter((file) => file.endsWith(META) && (suffixes?.some((suffix) => file.endsWith(`.${suffix}${META}`)) ?? true))
    .flatMap((file) => readComponents(file, files));
  const objects = new Set(components.filter(({ type }) => type === 'CustomObject').map(({ fullName }) => fullName));
  const parts = components.filter(({ type }) =>
    CHILD_TYPES.some(({ name }) => name === type && type !== 'CustomLabel'),
  );
  for (const { fullName } of parts) {
    const [object = ''] = fullName.split('.');
    if (objects.has(object)) continue;
    objects.add(object);
    const body = { name: 'CustomObject', ...EMPTY };
    components.push({ type: 'CustomObject', fullName: object, fileName: `objects/${object}.object`, body, files: {} });
  }
  return components;
}

function readComponents(file: string, files: readonly string[]): readonly Component[] {
  const name = basename(file).slice(0, -META.length);
  const suffix = extname(name).slice(1);
  const fullName = name.slice(0, -suffix.length - 1);
  const child = CHILD_SUFFIXES[suffix];
  const body = readXml(file);
  if (child !== undefined) {
    const object = basename(dirname(dirname(file)));
    return [{ type: child, fullName: `${object}.${fullName}`, fileName: `objects/${object}.object`, body, files: {} }];
  }
  const type = COMPONENT_TYPES.find((each) =>
    each.shape === 'bundle'
      ? suffix === 'js' && basename(dirname(dirname(file))) === each.folder
      : each.suffix === suffix,
  );
  if (!type) return [];
  const place = type.shape === 'in-folder' ? `${basename(dirname(file))}/${fullName}` : fullName;
  const fileName = fileNameOf(type, place);
  return splitComponent({ type: type.name, fullName: place, fileName, body, files: contents(file, type, files) });
}

function fileNameOf({ folder, suffix, shape }: ComponentType, fullName: string): string {
  if (shape === 'bundle') return `${folder}/${fullName}`;
  return suffix.endsWith('Folder') ? `${folder}/${fullName}-meta.xml` : `${folder}/${fullName}.${suffix}`;
}

function readXml(file: string): XmlElement {
  try {
    return parseXml(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PackageError(`${file} is not XML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function contents(file: string, { shape, suffix }: ComponentType, files: readonly string[]): Record<string, string> {
  if (shape === 'xml' || shape === 'in-folder') return {};
  const folder = dirname(file);
  const stem = basename(file)
    .slice(0, -META.length)
    .replace(/\.\w+$/, '');
  const own = files.filter((each) =>
    shape === 'bundle'
      ? each.startsWith(`${folder}/`) && !each.endsWith('.ts')
      : each !== file && dirname(each) === folder && basename(each).replace(/\.\w+$/, '') === stem,
  );
  const named = (each: string): string => (shape === 'bundle' ? relative(folder, each) : `${stem}.${suffix}`);
  return Object.fromEntries(own.map((each) => [named(each), readFileSync(each, 'utf8')]));
}
