import { LANGUAGES, readLabels } from '../labels.mjs';

const placeholdersIn = (text) => [...new Set(text.match(/\{\d\}/g))].sort().join(' ');

/** Checks that every label has a text in every language, with the same placeholders. */
export function checkTranslations() {
  const labels = readLabels();
  const faults = labels.flatMap(({ name, en_US: english, ...texts }, row) => [
    ...(labels.findIndex((other) => other.name === name) === row ? [] : [`labels.csv: ${name} occurs twice`]),
    ...LANGUAGES.flatMap((language) => faultsOf(`labels.csv: ${name} in ${language}`, texts[language], english)),
  ]);
  return { faults, summary: `Translations: ${labels.length} labels in ${LANGUAGES.length} languages besides English` };
}

function faultsOf(place, text, english) {
  if (!text) return [`${place} is not translated`];
  if (placeholdersIn(text) !== placeholdersIn(english)) return [`${place} has other placeholders than "${english}"`];
  // String.format treats a straight apostrophe as a quote.
  return text.includes("'") ? [`${place} contains a straight apostrophe`] : [];
}
