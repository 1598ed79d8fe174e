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

/** The models of segments in the file of a whole model. A reader that does not know them uses the whole model. */
interface StoredSegments {
  readonly by: string;
  readonly reference: Reference;
  /** A model file in base64, or log odds. */
  readonly segments: Readonly<Record<string, { readonly file: string } | { readonly logOdds: number }>>;
}

/** The file of a model with or without segments. */
export function writeModelFile(model: TreeModel): Uint8Array {
  if (!(model instanceof SegmentedModel)) return writeModel(toBinnedModel(model));
  const segments = [...model.segments].map(([segment, own]) => [
    segment,
    own.kind === 'model'
      ? { file: Buffer.from(writeModel(toBinnedModel(own.model))).toString('base64') }
      : { logOdds: own.logOdds },
  ]);
  const stored: StoredSegments = { by: model.by, reference: model.reference, segments: Object.fromEntries(segments) };
  const whole = toBinnedModel(model.whole).parts;
  const facts = { ...whole.facts, segmentModels: stored as unknown as Json };
  return writeModel(new BinnedTreeModel({ ...whole, facts }));
}

/** @throws ForestError if the file, or the model of a segment, is damaged or of a newer version */
export function readModelFile(file: Uint8Array, engine: Engine): TreeModel {
  const whole = readModel(file, engine);
  const stored = whole.facts.segmentModels;
  if (stored === undefined) return whole;
  if (!isStoredSegments(stored)) throw invalid('its segments are neither models nor log odds');
  if (!whole.features.some(({ name, kind }) => name === stored.by && kind === 'categorical')) {
    throw invalid(`its segments are formed by "${stored.by}", which is not a categorical feature of it`);
  }
  const segments = Object.entries(stored.segments).map(([segment, own]): [string, SegmentModel] => [
    segment,
    'file' in own
      ? { kind: 'model', model: readModel(new Uint8Array(Buffer.from(own.file, 'base64')), engine) }
      : { kind: 'offset', logOdds: own.logOdds },
  ]);
  return new SegmentedModel(whole, stored.by, new Map(segments), stored.reference);
}

/** Checks that each segment is a file or a finite number and that the reference is complete. */
function isStoredSegments(value: unknown): value is StoredSegments {
  const { by, reference, segments } = objectOf(value);
  const { quantiles, bins } = objectOf(reference);
  return (
    typeof by === 'string' &&
    Array.isArray(quantiles) &&
    Array.isArray(bins) &&
    typeof segments === 'object' &&
    segments !== null &&
    Object.values(segments).every((segment) => {
      const { file, logOdds } = objectOf(segment);
      return typeof file === 'string' || Number.isFinite(logOdds);
    })
  );
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const invalid = (reason: string) => new ForestError('model_invalid', { reason });

function toBinnedModel(model: TreeModel): BinnedTreeModel {
  if (model instanceof BinnedTreeModel) return model;
  throw invalid('it does not predict over bins, so it has no file format');
}
