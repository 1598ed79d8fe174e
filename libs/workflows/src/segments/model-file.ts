import {
  BinnedTreeModel,
  ForestError,
  readModel,
  writeModel,
  type Engine,
  type Json,
  type Reference,
  type TreeModel,
} from '@leadlight/forest';
import { SegmentedModel, type SegmentPart } from './segmented-model.ts';

/** How the file of a whole model keeps what its segments have of their own; a reader that does not know it uses the whole model. */
interface KeptSegments {
  readonly by: string;
  readonly reference: Reference;
  /** A model file in base64, or log odds. */
  readonly parts: Readonly<Record<string, { readonly file: string } | { readonly logOdds: number }>>;
}

/** The bytes of a model with or without segments. */
export function modelFileOf(model: TreeModel): Uint8Array {
  if (!(model instanceof SegmentedModel)) return writeModel(binned(model));
  const parts = [...model.parts].map(([segment, part]) => [
    segment,
    part.kind === 'model'
      ? { file: Buffer.from(writeModel(binned(part.model))).toString('base64') }
      : { logOdds: part.logOdds },
  ]);
  const kept: KeptSegments = { by: model.by, reference: model.reference, parts: Object.fromEntries(parts) };
  const whole = binned(model.whole).parts;
  const facts = { ...whole.facts, segmentModels: kept as unknown as Json };
  return writeModel(new BinnedTreeModel({ ...whole, facts }));
}

/** @throws ForestError where the file is damaged or of a newer version */
export function readModelBytes(file: Uint8Array, engine: Engine): TreeModel {
  const whole = readModel(file, engine);
  const kept = whole.facts.segmentModels as unknown as KeptSegments | undefined;
  if (!kept) return whole;
  const parts = Object.entries(kept.parts).map(([segment, part]): [string, SegmentPart] => [
    segment,
    'file' in part
      ? { kind: 'model', model: readModel(new Uint8Array(Buffer.from(part.file, 'base64')), engine) }
      : { kind: 'offset', logOdds: part.logOdds },
  ]);
  return new SegmentedModel(whole, kept.by, new Map(parts), kept.reference);
}

function binned(model: TreeModel): BinnedTreeModel {
  if (model instanceof BinnedTreeModel) return model;
  throw new ForestError({ code: 'model_invalid', reason: 'it is no model over bins, so no file holds it' });
}
