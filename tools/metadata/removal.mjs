import { createRequire } from 'node:module';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders, root } from './package.mjs';

const { ComponentSet } = createRequire(import.meta.url)('@salesforce/source-deploy-retrieve');

const FILE = join(root, 'manifest', 'destructiveChanges.xml');
const REMEDY = 'mend with "node tools/metadata-check.mjs --write"';

/** The file that takes Leadlight out of an org names every component that a deploy puts in. */
export function checkRemoval(write) {
  const wanted = removalOf();
  if (write) writeFileSync(FILE, wanted);
  const there = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const faults = there === wanted ? [] : [`manifest/destructiveChanges.xml: is not of this package; ${REMEDY}`];
  return { faults, summary: `Removal: ${wanted.match(/<members>/g)?.length ?? 0} components are named` };
}

function removalOf() {
  const members = new Map();
  const add = (type, name) => {
    // A folder is named among what it holds.
    const listed = type.replace(/^(Report|Dashboard)Folder$/, '$1');
    members.set(listed, [...(members.get(listed) ?? []), name]);
  };
  for (const component of ComponentSet.fromSource(folders).getSourceComponents().toArray()) {
    const children = component.getChildren();
    // The standard object and the file of labels stay; what Leadlight added to them goes.
    const goesWhole = component.fullName !== 'Lead' && component.type.name !== 'CustomLabels';
    const isChild = component.parent !== undefined;
    // Whether changes of a standard object are followed may be somebody else's choice as well: docs/salesforce-setup.md, 7.
    if (component.type.name === 'PlatformEventChannelMember') continue;
    if (isChild && component.parent.fullName !== 'Lead') continue;
    if (goesWhole) add(component.type.name, component.fullName);
    else for (const child of children) add(child.type.name, child.fullName);
  }
  // Made by the deploy for the integration user, so that no file here holds it.
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
