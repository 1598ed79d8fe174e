/** A new array in random order. @source Fisher and Yates */
export function shuffled(items: Int32Array, random: () => number): Int32Array {
  const order = items.slice();
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
