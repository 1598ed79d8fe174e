/** Lower-case words of a text without accents: `Directrice générale` → `directrice`, `generale`. */
export function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}&]+/u)
    .filter((word) => word !== '');
}

/** A class and the words that tell it: `word` as it is, `word*` as a beginning, `*word` as an ending, two words in a row with a space. */
export interface WordClass {
  readonly name: string;
  readonly words: readonly string[];
}

export const wordClass = (name: string, words: string): WordClass => ({ name, words: words.split(/,\s*/) });

/** The first class one of whose words stands in `words`; undefined where none does. */
export function findClass(words: readonly string[], classes: readonly WordClass[]): string | undefined {
  return classes.find((candidate) => candidate.words.some((pattern) => matchesPattern(words, pattern)))?.name;
}

function matchesPattern(words: readonly string[], pattern: string): boolean {
  if (pattern.includes(' ')) return ` ${words.join(' ')} `.includes(` ${pattern} `);
  if (pattern.endsWith('*')) return words.some((word) => word.startsWith(pattern.slice(0, -1)));
  if (pattern.startsWith('*')) return words.some((word) => word.endsWith(pattern.slice(1)));
  return words.includes(pattern);
}

/** So many texts are remembered at most; then all are forgotten and it begins anew. */
const MAX_CACHED_TEXTS = 5_000;

/** The same classification, which remembers its answers: titles and company names come again with every snapshot. */
export function memoized(classify: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let name = known.get(text);
    if (name === undefined) {
      if (known.size >= MAX_CACHED_TEXTS) known.clear();
      known.set(text, (name = classify(text)));
    }
    return name;
  };
}
