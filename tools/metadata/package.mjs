import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What works in every org, and what is deployed by itself because an org may refuse it without harm to the rest. */
export const folders = ['main/default', 'change-events', 'analytics', 'languages'].map((name) =>
  join(root, 'force-app', name),
);

/**
 * The files of the package by path from their folder, with `/`. Generated JavaScript and tests are left out: the sources
 * say what they say.
 */
export function readPackage() {
  const files = new Map();
  for (const folder of folders)
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
      if (!entry.isFile() || /^lwc\/.*\.js$/.test(path) || path.includes('__tests__/')) continue;
      files.set(path, readFileSync(join(folder, path), 'utf8'));
    }
  return files;
}

/** Texts of all elements of that name. */
export const valuesOf = (xml, element) =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value]) => value);

/** Whole elements of that name, as text. */
export const elementsOf = (xml, element) =>
  [...xml.matchAll(new RegExp(`<${element}>[\\s\\S]*?</${element}>`, 'g'))].map(([text]) => text);

/** Names of the files that end so, without folder and ending. */
export const namesOf = (files, ending) =>
  [...files.keys()]
    .filter((path) => path.endsWith(ending))
    .map((path) => path.slice(path.lastIndexOf('/') + 1, -ending.length));

/** `Lead.Leadlight_Score__c` for every field of the package. */
export const fieldsOf = (files) =>
  [...files.keys()].flatMap((path) => {
    const found = /^objects\/(\w+)\/fields\/(\w+)\.field-meta\.xml$/.exec(path);
    return found ? [`${found[1]}.${found[2]}`] : [];
  });
