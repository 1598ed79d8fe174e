/** The numbers in either list, ascending, each once. */
export function mergedRows(rows: Int32Array, others: Int32Array): Int32Array {
  const all = new Int32Array(rows.length + others.length);
  all.set(rows);
  all.set(others, rows.length);
  return all.sort().filter((row, i) => i === 0 || row !== all[i - 1]);
}

/** The place of each number in an ascending list that contains it. */
export function placesOf(rows: Int32Array, ascending: Int32Array): Int32Array {
  return rows.map((row) => {
    let [from, to] = [0, ascending.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (ascending[middle]! < row) from = middle + 1;
      else to = middle;
    }
    return from;
  });
}
