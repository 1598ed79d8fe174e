import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkFlow } from '../../apps/sandbox-org/src/metadata/check/check-flow.ts';
import { World } from '../../apps/sandbox-org/src/metadata/check/world.ts';
import { readSourcePackage } from '../../apps/sandbox-org/src/metadata/source-package.ts';
import { OPTIONAL_PARTS } from '../../apps/sandbox-org/src/org/schema/package-metadata.ts';
import { root, valuesOf } from './package.mjs';

/**
 * Checks that flows name only what is there, with values of the right types, and that none of them runs before an administrator
 * has activated it. Nothing here executes a flow.
 */
export function checkFlows(files) {
  const components = readSourcePackage(join(root, 'force-app'), undefined, OPTIONAL_PARTS);
  const db = new DatabaseSync(':memory:');
  const world = new World(db, components);
  const flows = components.filter(({ type }) => type === 'Flow');
  const faults = flows.flatMap((flow) =>
    checkFlow(flow, world).map(({ message, line }) => `${flow.fileName}:${line}: ${message}`),
  );
  db.close();
  for (const [path, text] of files)
    if (path.endsWith('.flow-meta.xml') && valuesOf(text, 'status').join() !== 'Draft')
      faults.push(`${path}: must have the status Draft, so that deploying it activates nothing`);
  return { faults, summary: `Flows: ${flows.length} name what exists` };
}
