import type { Json, Reference } from '../model.ts';
import { BinnedTreeModel } from '../prediction/tree-model.ts';
import { adjustCalibrator, adjustProbability, type LogOddsAdjustment } from './adjust-calibrator.ts';

/**
 * A model with the same trees, whose probabilities are adjusted in log odds. Contributions stay exact: they are in raw units,
 * before calibration. Past leads stay in the bins they were in, with the outcomes they had.
 * @param facts added to those of the model
 */
export function recalibrateModel(
  model: BinnedTreeModel,
  adjustment: LogOddsAdjustment,
  facts: { readonly [key: string]: Json } = {},
): BinnedTreeModel {
  const { parts } = model;
  return new BinnedTreeModel({
    ...parts,
    calibrator: adjustCalibrator(parts.calibrator, adjustment),
    reference: adjustReference(parts.reference, adjustment),
    facts: { ...parts.facts, ...facts },
  });
}

/** The reference of past leads, each at its adjusted probability. */
export function adjustReference({ quantiles, bins, uncertain }: Reference, adjustment: LogOddsAdjustment): Reference {
  const adjusted = (probability: number) => adjustProbability(adjustment, probability);
  return {
    quantiles: quantiles.map(adjusted),
    bins: bins.map((bin, i) => ({ ...bin, upTo: i === bins.length - 1 ? 1 : adjusted(bin.upTo) })),
    ...(uncertain && { uncertain: { low: adjusted(uncertain.low), high: adjusted(uncertain.high) } }),
  };
}
