/**
 * Solves a small linear system by Gaussian elimination with pivoting.
 * @param matrix [n][n]
 * @param vector [n]
 * @returns [n]; undefined where the matrix is singular
 */
export function solveLinear(
  matrix: readonly (readonly number[])[],
  vector: readonly number[],
): readonly number[] | undefined {
  const n = vector.length;
  const rows = matrix.map((row, i) => [...row, vector[i]!]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let k = i + 1; k < n; k++) if (Math.abs(rows[k]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = k;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    if (!(Math.abs(rows[i]![i]!) >= 1e-12)) return undefined;
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k]![i]! / rows[i]![i]!;
      for (let j = i; j <= n; j++) rows[k]![j]! -= factor * rows[i]![j]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

/** The inverse of a small matrix, [n][n]; undefined where it is singular. */
export function invert(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | undefined {
  const columns = matrix.map((_, j) =>
    solveLinear(
      matrix,
      matrix.map((__, i) => (i === j ? 1 : 0)),
    ),
  );
  if (columns.some((column) => column === undefined)) return undefined;
  return matrix.map((_, i) => columns.map((column) => column![i]!));
}
