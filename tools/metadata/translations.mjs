import { elementsOf, valuesOf } from './package.mjs';

const PLACEHOLDER = /\{\d\}/g;
const placeholdersIn = (text) => [...new Set(text.match(PLACEHOLDER))].sort().join(' ');

/** Checks that every label is translated into every language, with the same placeholders. */
export function checkTranslations(files) {
  const faults = [];
  const labels = elementsOf(files.get('labels/CustomLabels.labels-meta.xml') ?? '', 'labels').map((label) => [
    valuesOf(label, 'fullName')[0],
    valuesOf(label, 'value')[0],
  ]);
  const languages = [...files.keys()].filter((path) => path.endsWith('.translation-meta.xml'));
  for (const path of languages) {
    const texts = new Map(
      elementsOf(files.get(path), 'customLabels').map((label) => [
        valuesOf(label, 'name')[0],
        valuesOf(label, 'label')[0],
      ]),
    );
    for (const [name, english] of labels) {
      const text = texts.get(name);
      if (!text) faults.push(`${path}: ${name} is not translated`);
      else if (placeholdersIn(text) !== placeholdersIn(english))
        faults.push(`${path}: ${name} has other placeholders than "${english}"`);
      // String.format treats a straight apostrophe as a quote.
      else if (text.includes("'") || text.includes('&apos;'))
        faults.push(`${path}: ${name} contains a straight apostrophe`);
      texts.delete(name);
    }
    for (const name of texts.keys()) faults.push(`${path}: ${name} is not a label`);
  }
  return { faults, summary: `Translations: ${labels.length} labels in ${languages.length} languages besides English` };
}
