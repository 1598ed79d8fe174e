import type { TreeModel } from '@leadlight/forest';
import type { FeatureSchema } from '@leadlight/lead-features';
import type { Reason } from '@leadlight/lead-score';

/** The category of a reason that did not occur in training, so that it counted as missing; undefined for other values. */
export function unseenValueOf(model: TreeModel, { features }: FeatureSchema, reason: Reason): string | undefined {
  const { feature, value } = reason;
  if (typeof value !== 'string') return undefined;
  const index = features.findIndex(({ name }) => name === feature);
  return model.isUnseen(index, value) ? value : undefined;
}

/** A reason shows no value that the model did not use; the warning `unseen_category` names its field. */
export const withoutUnseenValue = <R extends Reason>(model: TreeModel, schema: FeatureSchema, reason: R): R =>
  unseenValueOf(model, schema, reason) === undefined ? reason : { ...reason, value: null };
