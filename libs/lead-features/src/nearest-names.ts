/** Share of a name's letters that may be wrong. */
const MAX_EDIT_SHARE = 1 / 3;
const MAX_SUGGESTIONS = 3;

/** The name without what people vary: case, spaces, underscores, the suffix of custom fields. */
const normalized = (name: string): string =>
  name
    .toLowerCase()
    .replace(/__c$/, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The names that somebody who wrote `given` may have meant, the nearest first; empty where none is near. */
export function nearestNames(given: string, names: Iterable<string>): readonly string[] {
  const letters = normalized(given);
  return [...new Set(names)]
    .map((name) => ({ name, edits: editDistance(letters, normalized(name)) }))
    .filter(({ edits }) => edits <= letters.length * MAX_EDIT_SHARE)
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/** Insertions, deletions, replacements and swaps of neighbours. @source Damerau 1964; optimal string alignment */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const now = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      now[j] = Math.min(last[j]! + 1, now[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (swapped) now[j] = Math.min(now[j]!, before[j - 2]! + 1);
    }
    before = last;
    last = now;
  }
  return last[other.length]!;
}
