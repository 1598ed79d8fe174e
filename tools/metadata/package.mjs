import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The package, and folders that are deployed separately because some orgs reject them. */
export const folders = [
  'main/default',
  'settings',
  'change-events',
  'analytics',
  'languages',
  'agentforce',
  'account',
  'opportunity',
  'contact',
  'case',
  'routing',
].map((name) => join(root, 'force-app', name));

/** The files of the package, or of some of its folders, by relative path, without generated JavaScript and tests. */
export function readPackage(from = folders) {
  const files = new Map();
  for (const folder of from)
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
      if (!entry.isFile() || /^lwc\/.*\.js$/.test(path) || path.includes('__tests__/')) continue;
      files.set(path, readFileSync(join(folder, path), 'utf8'));
    }
  return files;
}

/** The texts of all elements with this name. */
export const valuesOf = (xml, element) =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value]) => value);

/** All elements with this name, as XML text. */
export const elementsOf = (xml, element) =>
  [...xml.matchAll(new RegExp(`<${element}>[\\s\\S]*?</${element}>`, 'g'))].map(([text]) => text);

/** The names of the files with this ending, without folder and ending. */
export const namesOf = (files, ending) =>
  [...files.keys()]
    .filter((path) => path.endsWith(ending))
    .map((path) => path.slice(path.lastIndexOf('/') + 1, -ending.length));

/** `Lead.Leadlight_Score__c` for every field of the package. */
export const fieldsOf = (files) =>
  [...files.keys()].flatMap((path) => {
    const match = /^objects\/(\w+)\/fields\/(\w+)\.field-meta\.xml$/.exec(path);
    return match ? [`${match[1]}.${match[2]}`] : [];
  });
