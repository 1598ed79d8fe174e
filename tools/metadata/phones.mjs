import { elementsOf, valuesOf } from './package.mjs';

/** Checks that the lead page is assigned on phones too, and that its components say that they fit there. */
export function checkPhones(files) {
  const faults = [];
  const pages = [...files].filter(
    ([path, text]) => path.endsWith('.flexipage-meta.xml') && text.includes('RecordPage<'),
  );
  const overrides = [...files.values()].flatMap((text) => elementsOf(text, 'actionOverrides'));
  for (const [path, text] of pages) {
    const page = /(\w+)\.flexipage-meta\.xml$/.exec(path)[1];
    for (const size of ['Large', 'Small']) {
      const isAssigned = overrides.some(
        (override) => valuesOf(override, 'content').includes(page) && valuesOf(override, 'formFactor').includes(size),
      );
      if (!isAssigned) faults.push(`${path}: no app shows the page in the form factor ${size}`);
    }
    for (const name of valuesOf(text, 'componentName').filter((component) => !component.includes(':')))
      if (!files.get(`lwc/${name}/${name}.js-meta.xml`)?.includes('<supportedFormFactor type="Small" />'))
        faults.push(`${path}: the component ${name} does not support phones`);
  }
  return { faults, summary: `Phones: ${pages.length} record page, shown on desktops and phones` };
}
