import { foldText } from './fold.ts';

/** They mean missing in every column; folded. */
const ALWAYS: readonly string[] = [
  ...['', 'n/a', 'n.a.', '#n/a', '#na', 'nan', 'null', '(null)', '<null>', '\\n', '(blank)'],
  ...['#nv', '#value!', '#wert!', '#ref!', '#bezug!', '#div/0!', '#name?', '#num!'],
];
/** They mean missing among numbers, dates, and yes and no; among categories, it depends on the other categories. */
const BY_COLUMN: readonly string[] = ['na', 'none', 'nil', '-', '--', '---', '–', '—', '?', '.'];
/** Words that are a category of their own where the column also has empty cells. */
const NOTHING: ReadonlySet<string> = new Set(['none', 'nil']);

/** Words that stand for a number that nobody knows. Among categories, they are categories. */
const NO_NUMBER: ReadonlySet<string> = new Set([
  ...['unknown', 'tbd', 't.b.d.', 'tba', 'pending', 'not available', 'not provided', 'not specified', 'not known'],
  ...['undisclosed', 'unspecified', 'no data', 'missing', 'empty', 'xxx', 'unbekannt', 'k.a.', 'k. a.', 'keine angabe'],
  ...['inconnu', 'non renseigné', 'n.c.', 'desconocido', 'sin datos', 'sconosciuto', 'onbekend', 'desconhecido'],
]);
const MAX_NO_NUMBER_LENGTH = 20;
const DIGIT = /\d/;

export const standsForNoNumber = (text: string): boolean =>
  text.length <= MAX_NO_NUMBER_LENGTH && !DIGIT.test(text) && NO_NUMBER.has(foldText(text));

export interface MissingOptions {
  /** Further texts that mean missing in every column. */
  readonly missing?: readonly string[];
  /** Texts that are values although they usually mean missing. */
  readonly notMissing?: readonly string[];
}

export interface MissingTexts {
  /** In every column. */
  readonly always: ReadonlySet<string>;
  /** Where the column says so. */
  readonly byColumn: ReadonlySet<string>;
}

export function missingTextsOf({ missing = [], notMissing = [] }: MissingOptions): MissingTexts {
  const values = new Set(notMissing.map(foldText));
  const added = missing.map(foldText);
  return {
    always: new Set([...ALWAYS.filter((text) => text === '' || !values.has(text)), ...added]),
    byColumn: new Set(BY_COLUMN.filter((text) => !values.has(text) && !added.includes(text))),
  };
}

const MIN_CODE_SHARE = 0.8;

/**
 * Whether a word such as NA is a value of a column of categories: NA is a region among EMEA and APAC, and Namibia among DE and US.
 * @param word as written
 * @param others the other categories, as written
 */
export function isValueAmong(word: string, others: readonly string[], hasEmptyCells: boolean): boolean {
  if (NOTHING.has(foldText(word)) && hasEmptyCells) return true;
  const isCode = codeTestFor(word.trim());
  return others.length >= 2 && others.filter((text) => isCode(text.trim())).length >= MIN_CODE_SHARE * others.length;
}

/** Codes are short and written like the word: capitals, small letters, or signs. */
function codeTestFor(word: string): (text: string) => boolean {
  if (/^\p{Lu}+$/u.test(word)) return (text) => /^[\p{Lu}\d]{1,5}$/u.test(text);
  if (/^\p{Ll}+$/u.test(word)) return (text) => /^[\p{Ll}\d]{1,3}$/u.test(text);
  return (text) => text.length <= 2;
}
