/** log Σ weight · exp(log), without overflow. @param of weight and log of each item; items of weight 0 do not count */
export function logMeanExp<Item>(
  items: readonly Item[],
  of: (item: Item, index: number) => readonly [weight: number, log: number],
): number {
  const terms = items.map(of).filter(([weight]) => weight > 0);
  const highest = terms.reduce((max, [, log]) => Math.max(max, log), -Infinity);
  return highest + Math.log(terms.reduce((sum, [weight, log]) => sum + weight * Math.exp(log - highest), 0));
}
