import { read } from './tracked-files.mjs';

const GLOSSARY = 'docs/glossary.md';
export const glossary = read(GLOSSARY);

const sectionOf = (title) => glossary.split(`\n${title}\n`)[1]?.split(/\n(?:#{2} |[A-Z][a-z]+:\n)/)[0] ?? '';
const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const rowsOf = (table) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map(cellsOf)
    .slice(2);

/** Words that identifiers must not contain, each with what to use instead. */
export const identifierWords = new Map(replacements('Identifiers:'));
/** Phrases that text must not contain, each with what to use instead. */
export const phrases = new Map(replacements('Prose:'));

function replacements(title) {
  return rowsOf(sectionOf(title)).flatMap(([not, but]) => not.split(', ').map((word) => [word.toLowerCase(), but]));
}

/** The terms with the code names that their rows give in backticks. */
export const terms = rowsOf(glossary.split('\n## Words we do not use')[0])
  .filter((cells) => cells.length === 4 && cells[0] !== 'Term' && !/^-+$/.test(cells[0]))
  .map(([term, , code]) => ({ term, names: [...code.matchAll(/`([^`]+)`/g)].map(([, name]) => name) }));
