import { elementsOf, valuesOf } from './package.mjs';

const PLACE = /\{\d\}/g;
const placesIn = (text) => [...new Set(text.match(PLACE))].sort().join(' ');

/** Every label stands in every language, with the same places to fill. */
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
      else if (placesIn(text) !== placesIn(english))
        faults.push(`${path}: ${name} has other places to fill than "${english}"`);
      // In String.format an apostrophe quotes what follows; the typographic one does not.
      else if (text.includes("'") || text.includes('&apos;'))
        faults.push(`${path}: ${name} holds a straight apostrophe`);
      texts.delete(name);
    }
    for (const name of texts.keys()) faults.push(`${path}: ${name} is no label`);
  }
  return { faults, summary: `Translations: ${labels.length} labels in ${languages.length} languages besides English` };
}
