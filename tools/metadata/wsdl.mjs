import { validateElement } from '../../apps/sandbox-org/src/metadata/check/validate-element.ts';
import { wsdlTypes } from '../../apps/sandbox-org/src/metadata/check/wsdl-types.ts';
import { parseXml } from '../../apps/sandbox-org/src/metadata/xml.ts';

/**
 * Checks the names, values and required elements of all metadata against the Metadata API's WSDL, as the sandbox org does when
 * it is deployed.
 */
export function checkWsdl(files) {
  const metadata = [...files].filter(([path]) => path.endsWith('-meta.xml'));
  const faults = metadata.flatMap(([path, text]) => {
    const root = parseXml(text);
    if (!wsdlTypes().has(root.name)) return [`${path}: the Metadata API has no type ${root.name}`];
    return validateElement(root, root.name).map(({ message, line }) => `${path}:${line}: ${message}`);
  });
  return {
    faults,
    summary: `Metadata API: all names, values and required elements of ${metadata.length} files are known`,
  };
}
