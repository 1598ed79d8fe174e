/** Share of a name's letters that may be wrong. */
const MAX_EDIT_SHARE = 1 / 3;
const MAX_SUGGESTIONS = 3;

/** What is left where people spell one name in several ways: case, spaces, underscores, the end of custom fields. */
const normalized = (name: string): string =>
  name
    .toLowerCase()
    .replace(/__c$/, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The names that somebody who wrote `wanted` may have meant, the nearest first; none where nothing is near. */
export function nearestNames(wanted: string, names: Iterable<string>): readonly string[] {
  const letters = normalized(wanted);
  return [...new Set(names)]
    .map((name) => ({ name, slips: editDistance(letters, normalized(name)) }))
    .filter(({ slips }) => slips <= letters.length * MAX_EDIT_SHARE)
    .sort((a, b) => a.slips - b.slips || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/** Letters to put in, take out, replace or swap with their neighbour. @source Damerau 1964; optimal string alignment */
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
