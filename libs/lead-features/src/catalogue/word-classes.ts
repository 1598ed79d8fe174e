/** Lower-case words of a text without accents: `Directrice générale` → `directrice`, `generale`. */
export function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}&]+/u)
    .filter((word) => word !== '');
}

/** A class and its words: `word` exactly, `word*` as a prefix, `*word` as a suffix, or two consecutive words with a space. */
export interface WordClass {
  readonly name: string;
  readonly words: readonly string[];
}

export const wordClass = (name: string, words: string): WordClass => ({ name, words: words.split(/,\s*/) });

/** The first class that has one of the words; undefined where none has. */
export function findClass(words: readonly string[], classes: readonly WordClass[]): string | undefined {
  return classes.find((candidate) => candidate.words.some((pattern) => matchesPattern(words, pattern)))?.name;
}

function matchesPattern(words: readonly string[], pattern: string): boolean {
  if (pattern.includes(' ')) return ` ${words.join(' ')} `.includes(` ${pattern} `);
  if (pattern.endsWith('*')) return words.some((word) => word.startsWith(pattern.slice(0, -1)));
  if (pattern.startsWith('*')) return words.some((word) => word.endsWith(pattern.slice(1)));
  return words.includes(pattern);
}

/** The cache is cleared when it has this many texts. */
const MAX_CACHED_TEXTS = 5_000;

/** Caches the results of a classification: titles and company names occur again with every snapshot. */
export function memoized(classify: (text: string) => string): (text: string) => string {
  const cache = new Map<string, string>();
  return (text) => {
    let name = cache.get(text);
    if (name === undefined) {
      if (cache.size >= MAX_CACHED_TEXTS) cache.clear();
      cache.set(text, (name = classify(text)));
    }
    return name;
  };
}
