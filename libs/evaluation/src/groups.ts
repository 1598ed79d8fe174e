/** The group of a row: a lead, a company, an e-mail address. null = none. */
export type GroupKey = string | number | null;

/**
 * Rows that are connected by any kind of group, directly or through other rows, as one group.
 * @param kinds kinds of group, each [rows]: lead, company; null = none
 * @returns [rows] the lowest row of each row's group
 */
export function connectedGroups(rows: number, kinds: readonly ArrayLike<GroupKey>[]): Int32Array {
  const parent = Int32Array.from({ length: rows }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = row; at !== root;) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  for (const keys of kinds) {
    const first = new Map<GroupKey, number>();
    for (let row = 0; row < rows; row++) {
      const key = keys[row] ?? null;
      if (key === null) continue;
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, row);
      else {
        const [one, other] = [rootOf(earlier), rootOf(row)];
        parent[Math.max(one, other)] = Math.min(one, other);
      }
    }
  }
  return parent.map((_, row) => rootOf(row));
}
