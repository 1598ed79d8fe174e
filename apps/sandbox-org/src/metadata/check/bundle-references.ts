import { posix } from 'node:path';
import type { Component } from '../component-store.ts';
import type { Reference } from './references.ts';

const IMPORT = /\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
const OWN_TAG = /<c-([a-z][\w-]*)/g;

/** Kinds of what a module of the platform names, with its part in the module's name. */
const MODULES: readonly (readonly [RegExp, string])[] = [
  [/^@salesforce\/apex\/(?:\w+__)?(\w+)\.\w+$/, 'ApexClass'],
  [/^@salesforce\/label\/c\.(\w+)$/, 'CustomLabel'],
  [/^@salesforce\/schema\/(\w+)$/, 'Object'],
  [/^@salesforce\/schema\/(\w+\.\w+)$/, 'Field'],
  [/^@salesforce\/resourceUrl\/(\w+)$/, 'StaticResource'],
  [/^c\/(\w+)$/, 'LightningComponentBundle'],
];

const toCamelCase = (tag: string): string => tag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

/** What the code and the templates of a Lightning web component name. */
export function bundleReferences({ type, files }: Component): readonly Reference[] {
  if (type !== 'LightningComponentBundle') return [];
  return Object.entries(files).flatMap(([file, source]) => {
    if (file.endsWith('.html')) {
      return [...source.matchAll(OWN_TAG)].map(({ 1: tag = '', index }) => ({
        kind: type,
        name: toCamelCase(tag),
        element: `c-${tag}`,
        line: lineAt(source, index),
      }));
    }
    return file.endsWith('.js') ? importsOf(source) : [];
  });
}

function importsOf(source: string): readonly Reference[] {
  return [...source.matchAll(IMPORT)].flatMap(({ 1: from, 2: imported, index }) => {
    const module = from ?? imported ?? '';
    for (const [pattern, kind] of MODULES) {
      const name = pattern.exec(module)?.[1];
      if (name !== undefined) return [{ kind, name, element: module, line: lineAt(source, index) }];
    }
    return [];
  });
}

/** Files of the bundle that its modules import and that are not there. */
export function missingModules({ files }: Component): readonly string[] {
  return Object.entries(files)
    .filter(([file]) => file.endsWith('.js'))
    .flatMap(([file, source]) =>
      [...source.matchAll(IMPORT)]
        .map(({ 1: from, 2: imported }) => from ?? imported ?? '')
        .filter((module) => module.startsWith('.'))
        .map((module) => posix.join(posix.dirname(file), module))
        .filter((module) => ![module, `${module}.js`, `${module}/index.js`].some((path) => path in files)),
    );
}
