/**
 * Which hypotheses are rejected so that all of them together err with at most the given rate.
 * @param pValues in any order; NaN is never rejected
 * @returns [hypotheses]
 * @source Holm 1979, "A simple sequentially rejective multiple test procedure"
 */
export function holmRejections(pValues: readonly number[], errorRate: number): readonly boolean[] {
  const order = pValues.map((_, index) => index).sort((a, b) => sortKey(pValues[a]!) - sortKey(pValues[b]!));
  const rejected = pValues.map(() => false);
  for (const [rank, index] of order.entries()) {
    if (!(pValues[index]! <= errorRate / (pValues.length - rank))) break;
    rejected[index] = true;
  }
  return rejected;
}

const sortKey = (pValue: number): number => (Number.isNaN(pValue) ? Infinity : pValue);
