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
import { SegmentedModel, type SegmentModel } from './segmented-model.ts';

/** How the file of a whole model keeps what its segments have of their own; a reader that does not know it uses the whole model. */
interface StoredSegments {
  readonly by: string;
  readonly reference: Reference;
  /** A model file in base64, or log odds. */
  readonly parts: Readonly<Record<string, { readonly file: string } | { readonly logOdds: number }>>;
}

/** The bytes of a model with or without segments. */
export function writeModelFile(model: TreeModel): Uint8Array {
  if (!(model instanceof SegmentedModel)) return writeModel(toBinnedModel(model));
  const parts = [...model.parts].map(([segment, part]) => [
    segment,
    part.kind === 'model'
      ? { file: Buffer.from(writeModel(toBinnedModel(part.model))).toString('base64') }
      : { logOdds: part.logOdds },
  ]);
  const kept: StoredSegments = { by: model.by, reference: model.reference, parts: Object.fromEntries(parts) };
  const whole = toBinnedModel(model.whole).parts;
  const facts = { ...whole.facts, segmentModels: kept as unknown as Json };
  return writeModel(new BinnedTreeModel({ ...whole, facts }));
}

/** @throws ForestError where the file, or what it keeps of a segment, is damaged or of a newer version */
export function readModelFile(file: Uint8Array, engine: Engine): TreeModel {
  const whole = readModel(file, engine);
  const kept = whole.facts.segmentModels;
  if (kept === undefined) return whole;
  if (!isStoredSegments(kept)) throw invalid('what it keeps of segments is neither models nor log odds');
  if (!whole.features.some(({ name, kind }) => name === kept.by && kind === 'categorical')) {
    throw invalid(`its segments go by "${kept.by}", which is no category of it`);
  }
  const parts = Object.entries(kept.parts).map(([segment, part]): [string, SegmentModel] => [
    segment,
    'file' in part
      ? { kind: 'model', model: readModel(new Uint8Array(Buffer.from(part.file, 'base64')), engine) }
      : { kind: 'offset', logOdds: part.logOdds },
  ]);
  return new SegmentedModel(whole, kept.by, new Map(parts), kept.reference);
}

/** Whatever else a file claims, each part is a file or a finite number, and the reference is complete. */
function isStoredSegments(value: unknown): value is StoredSegments {
  const { by, reference, parts } = objectOf(value);
  const { quantiles, bins } = objectOf(reference);
  return (
    typeof by === 'string' &&
    Array.isArray(quantiles) &&
    Array.isArray(bins) &&
    typeof parts === 'object' &&
    parts !== null &&
    Object.values(parts).every((part) => {
      const { file, logOdds } = objectOf(part);
      return typeof file === 'string' || Number.isFinite(logOdds);
    })
  );
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const invalid = (reason: string) => new ForestError('model_invalid', { reason });

function toBinnedModel(model: TreeModel): BinnedTreeModel {
  if (model instanceof BinnedTreeModel) return model;
  throw invalid('it is no model over bins, so no file holds it');
}
