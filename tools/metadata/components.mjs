import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { folders } from './package.mjs';

const { ComponentSet, MetadataConverter } = createRequire(import.meta.url)('@salesforce/source-deploy-retrieve');

/** Checks that every file belongs to a component and that all components convert to the deployment format. */
export async function checkComponents(files) {
  const faults = [];
  for (const [path, text] of files) {
    const validation = path.endsWith('.xml') ? XMLValidator.validate(text) : true;
    if (validation !== true) faults.push(`${path}: line ${validation.err.line}: ${validation.err.msg}`);
  }
  const components = ComponentSet.fromSource(folders).getSourceComponents().toArray();
  const owned = new Set(components.flatMap((component) => [component.xml, ...component.walkContent()]));
  for (const path of files.keys()) {
    const belongs = folders.some((folder) => owned.has(join(folder, path))) || path.endsWith('.ts');
    if (!belongs) faults.push(`${path}: belongs to no component, so it would not be deployed`);
  }
  const target = mkdtempSync(join(tmpdir(), 'leadlight-metadata-'));
  try {
    await new MetadataConverter().convert(components, 'metadata', { type: 'directory', outputDirectory: target });
  } catch (error) {
    faults.push(`The package does not convert: ${error.message}`);
  } finally {
    rmSync(target, { recursive: true });
  }
  const types = new Set(components.map(({ type }) => type.name));
  return { faults, summary: `Components: ${components.length} of ${types.size} types resolve and convert` };
}
