import { wordsOf } from '../catalogue/word-classes.ts';

/**
 * Four neighbouring keys of the home or the lowest row, and the first five of the top row, where runs of four are parts of real
 * names, such as Wertz.
 */
const ADJACENT_KEYS = runsOf(['asdfghjkl', 'zxcvbnm', 'yxcvbnm', 'qwert']);
const LATIN_WORD = /^[a-z]+$/;
const HOME_ROW_WORD = /^[asdfghjkl]+$/;
const VOWEL = /[aeiouy]/g;
const MIN_LETTERS = 4;
const MIN_HOME_ROW_LETTERS = 10;

/** Every run of four keys, both ways; of five for rows that have only five. */
function runsOf(rows: readonly string[]): readonly string[] {
  return rows.flatMap((row) => {
    const length = row.length === 5 ? 5 : 4;
    const runs = Array.from({ length: row.length - length + 1 }, (_, start) => row.slice(start, start + length));
    return runs.flatMap((run) => [run, [...run].reverse().join('')]);
  });
}

/** Whether somebody hit keys at random instead of typing a name. Only words of Latin letters are judged. */
export function isGibberish(word: string): boolean {
  if (word.length < MIN_LETTERS || !LATIN_WORD.test(word)) return false;
  if (/(.)\1{3}/.test(word) || ADJACENT_KEYS.some((run) => word.includes(run))) return true;
  const vowels = word.match(VOWEL)?.length ?? 0;
  // R and L can carry a syllable, as in the Czech Vlk and the Croatian Hrvoj.
  if (vowels === 0) return !/[rl]/.test(word) || HOME_ROW_WORD.test(word);
  if (!HOME_ROW_WORD.test(word) || word.length < MIN_LETTERS + 1) return false;
  const longestRun = Math.max(...word.split(VOWEL).map(({ length }) => length));
  return longestRun >= 4 || (longestRun >= 3 && vowels / word.length < 0.2);
}

/**
 * The word that shows that a lead's names are random keystrokes; undefined where they look like names. Names of several fields
 * that together use only the nine letters of the home row are not names either.
 */
export function findGibberish(names: {
  readonly person: readonly string[];
  readonly company: string | null;
}): string | undefined {
  const person = names.person.flatMap(wordsOf);
  const word = person.find(isGibberish);
  if (word !== undefined) return word;
  const all = [...person, ...wordsOf(names.company ?? '')];
  const letters = all.reduce((sum, { length }) => sum + length, 0);
  const isHomeRowOnly = all.length >= 3 && letters >= MIN_HOME_ROW_LETTERS && all.every((w) => HOME_ROW_WORD.test(w));
  return isHomeRowOnly ? person.at(-1) : undefined;
}
