import {
  adjustReference,
  BinnedTreeModel,
  ForestError,
  OffsetModel,
  recalibrateModel,
  type Json,
  type LogOddsAdjustment,
  type TreeModel,
  type ValueOffset,
} from '@leadlight/forest';
import { SegmentedModel, type SegmentModel } from '../segments/segmented-model.ts';

/** Log odds become intercept + slope · (log odds + the offsets of the row's values). */
export interface ModelAdjustment extends LogOddsAdjustment {
  readonly offsets: readonly ValueOffset[];
}

/**
 * The model with the same trees and adjusted log odds, in every segment. Offsets that it has already are added to those of the same
 * value.
 * @param facts added to those of the model
 * @throws ForestError `model_not_ours` where the model has no file format
 */
export function recalibratedModel(
  model: TreeModel,
  { offsets, ...adjustment }: ModelAdjustment,
  facts: { readonly [key: string]: Json },
): TreeModel {
  const [inner, own] = model instanceof OffsetModel ? [model.inner, model.offsets] : [model, []];
  const adjusted = withAdjustedTrees(inner, adjustment, facts);
  const merged = mergeOffsets([...own, ...offsets], adjustment.slope);
  return merged.length === 0 ? adjusted : new OffsetModel(adjusted, merged);
}

/** One offset for each value. */
const mergeOffsets = (offsets: readonly ValueOffset[], slope: number): ValueOffset[] =>
  [...Map.groupBy(offsets, ({ feature, value }) => JSON.stringify([feature, value])).values()].map((same) => ({
    ...same[0]!,
    logOdds: slope * same.reduce((sum, { logOdds }) => sum + logOdds, 0),
  }));

function withAdjustedTrees(model: TreeModel, adjustment: LogOddsAdjustment, facts: { readonly [key: string]: Json }) {
  if (!(model instanceof SegmentedModel)) return recalibrated(model, adjustment, facts);
  const segments = [...model.segments].map(([segment, own]): [string, SegmentModel] => [
    segment,
    own.kind === 'model'
      ? { kind: 'model', model: recalibrated(own.model, adjustment) }
      : { kind: 'offset', logOdds: adjustment.slope * own.logOdds },
  ]);
  return new SegmentedModel(
    recalibrated(model.whole, adjustment, facts),
    model.by,
    new Map(segments),
    adjustReference(model.reference, adjustment),
  );
}

/** With intercept 0 and slope 1, the calibrator and the reference stay exactly as they are. */
function recalibrated(model: TreeModel, adjustment: LogOddsAdjustment, facts: { readonly [key: string]: Json } = {}) {
  if (!(model instanceof BinnedTreeModel)) throw new ForestError('model_not_ours', {});
  if (adjustment.intercept === 0 && adjustment.slope === 1) return model.withFacts({ ...model.facts, ...facts });
  return recalibrateModel(model, adjustment, facts);
}
