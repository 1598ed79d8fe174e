import {
  adjustReference,
  BinnedTreeModel,
  ForestError,
  recalibrateModel,
  type Json,
  type LogOddsAdjustment,
  type TreeModel,
} from '@leadlight/forest';
import { SegmentedModel, type SegmentModel } from '../segments/segmented-model.ts';

/**
 * The model with the same trees and adjusted log odds, in every segment.
 * @param facts added to those of the model
 * @throws ForestError `model_not_ours` where the model has no file format
 */
export function recalibratedModel(
  model: TreeModel,
  adjustment: LogOddsAdjustment,
  facts: { readonly [key: string]: Json },
): TreeModel {
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

function recalibrated(model: TreeModel, adjustment: LogOddsAdjustment, facts?: { readonly [key: string]: Json }) {
  if (model instanceof BinnedTreeModel) return recalibrateModel(model, adjustment, facts);
  throw new ForestError('model_not_ours', {});
}
