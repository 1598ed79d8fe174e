import { createRequire } from 'node:module';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders, root } from './package.mjs';

const { ComponentSet } = createRequire(import.meta.url)('@salesforce/source-deploy-retrieve');

const FILE = join(root, 'manifest', 'destructiveChanges.xml');
const REMEDY = 'fix with "node tools/metadata-check.mjs --write"';

/** Checks that destructiveChanges.xml names every component of the package. */
export function checkRemoval(write) {
  const expected = createRemoval();
  if (write) writeFileSync(FILE, expected);
  const actual = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const faults = actual === expected ? [] : [`manifest/destructiveChanges.xml: does not match the package; ${REMEDY}`];
  return { faults, summary: `Removal: ${expected.match(/<members>/g)?.length ?? 0} components are named` };
}

/** Its parts of Leadlight are removed, not itself. */
const isStandardObject = ({ type, fullName }) => type.name === 'CustomObject' && !fullName.includes('__');

function createRemoval() {
  const members = new Map();
  const add = (type, name) => {
    // Folders are listed under the type of their content.
    const listed = type.replace(/^(Report|Dashboard)Folder$/, '$1');
    members.set(listed, [...(members.get(listed) ?? []), name]);
  };
  for (const component of ComponentSet.fromSource(folders).getSourceComponents().toArray()) {
    const children = component.getChildren();
    // Of standard objects and the file of labels, only the parts of Leadlight are removed.
    const isRemovedWhole = !isStandardObject(component) && component.type.name !== 'CustomLabels';
    const isChild = component.parent !== undefined;
    // Others may use the change events too: docs/salesforce-setup.md, Removing Leadlight.
    if (component.type.name === 'PlatformEventChannelMember') continue;
    // A whole language would go, with the texts of all other packages. Translations go with the labels that they translate.
    if (component.type.name === 'Translations') continue;
    // An org without Agentforce would refuse the whole removal: docs/assistants.md says how to remove them.
    if (component.type.name.startsWith('GenAi')) continue;
    if (isChild && !isStandardObject(component.parent)) continue;
    if (isRemovedWhole) add(component.type.name, component.fullName);
    else for (const child of children) add(child.type.name, child.fullName);
  }
  // Created by the deployment for the integration user, so it is not in the package.
  add('PlatformEventSubscriberConfig', 'LeadlightLeadChanged');
  const types = [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, names]) => {
      const lines = [...new Set(names)].sort().map((name) => `        <members>${name}</members>\n`);
      return `    <types>\n${lines.join('')}        <name>${type}</name>\n    </types>\n`;
    });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n' +
    `${types.join('')}</Package>\n`
  );
}
