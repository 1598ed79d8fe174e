import { rowsByProbability } from '../predictions.ts';

/**
 * The AUC that predictions are expected to have if each lead converts with its `chance`; ties in the prediction count half.
 * @param predictions [rows] what ranks the leads
 * @param chances [rows] 0..1
 */
export function expectedAuc(predictions: ArrayLike<number>, chances: ArrayLike<number>): number {
  const ascending = rowsByProbability(predictions).reverse();
  let [pairs, converted, others] = [0, 0, 0];
  for (let start = 0; start < ascending.length;) {
    let [tiedConverted, tiedOthers, end] = [0, 0, start];
    for (; end < ascending.length && predictions[ascending[end]!] === predictions[ascending[start]!]; end++) {
      tiedConverted += chances[ascending[end]!]!;
      tiedOthers += 1 - chances[ascending[end]!]!;
    }
    pairs += tiedConverted * (others + tiedOthers / 2);
    converted += tiedConverted;
    others += tiedOthers;
    start = end;
  }
  return pairs / (converted * others);
}

/** The log loss, in nats, that predictions are expected to have if each lead converts with its `chance`. */
export function expectedLogLoss(predictions: ArrayLike<number>, chances: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < predictions.length; row++) {
    const predicted = Math.min(1 - 1e-12, Math.max(1e-12, predictions[row]!));
    sum -= chances[row]! * Math.log(predicted) + (1 - chances[row]!) * Math.log(1 - predicted);
  }
  return sum / predictions.length;
}
