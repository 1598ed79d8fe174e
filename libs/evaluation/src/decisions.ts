import type { Predictions } from './predictions.ts';

/** The results if every lead with probability ≥ threshold is called. */
export interface Decisions {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  readonly accuracy: number;
  /** NaN where no lead is called. */
  readonly precision: number;
  /** NaN where no lead converted. */
  readonly recall: number;
  /** 0 where no called lead converted; NaN where no lead converted and none is called. */
  readonly f1: number;
}

export function decisionsAt({ labels, probabilities }: Predictions, threshold: number): Decisions {
  let truePositives = 0;
  let falsePositives = 0;
  let falseNegatives = 0;
  for (let row = 0; row < labels.length; row++) {
    const called = probabilities[row]! >= threshold;
    if (called && labels[row] === 1) truePositives++;
    else if (called) falsePositives++;
    else if (labels[row] === 1) falseNegatives++;
  }
  const trueNegatives = labels.length - truePositives - falsePositives - falseNegatives;
  return {
    threshold,
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    accuracy: (truePositives + trueNegatives) / labels.length,
    precision: truePositives / (truePositives + falsePositives),
    recall: truePositives / (truePositives + falseNegatives),
    f1: (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives),
  };
}
