import {
  BinnedTreeModel,
  ForestError,
  OffsetModel,
  readModel,
  writeModel,
  type Engine,
  type Json,
  type Reference,
  type TreeModel,
  type ValueOffset,
} from '@leadlight/forest';
import { SegmentedModel, type SegmentModel } from './segmented-model.ts';

/** The models of segments in the file of a whole model. A reader that does not know them uses the whole model. */
interface StoredSegments {
  readonly by: string;
  readonly reference: Reference;
  /** A model file in base64, or log odds. */
  readonly segments: Readonly<Record<string, { readonly file: string } | { readonly logOdds: number }>>;
}

/** The file of a model with or without segments and offsets. */
export const writeModelFile = (model: TreeModel): Uint8Array => writeModel(withStoredParts(model));

/** The whole model, with everything else in its facts. */
function withStoredParts(model: TreeModel): BinnedTreeModel {
  if (model instanceof OffsetModel) {
    const whole = withStoredParts(model.inner);
    return whole.withFacts({ ...whole.facts, valueOffsets: model.offsets as unknown as Json });
  }
  if (!(model instanceof SegmentedModel)) return toBinnedModel(model);
  const segments = [...model.segments].map(([segment, own]) => [
    segment,
    own.kind === 'model'
      ? { file: Buffer.from(writeModel(toBinnedModel(own.model))).toString('base64') }
      : { logOdds: own.logOdds },
  ]);
  const stored: StoredSegments = { by: model.by, reference: model.reference, segments: Object.fromEntries(segments) };
  const whole = toBinnedModel(model.whole);
  return whole.withFacts({ ...whole.facts, segmentModels: stored as unknown as Json });
}

/** @throws ForestError if the file, or the model of a segment, is damaged or of a newer version */
export function readModelFile(file: Uint8Array, engine: Engine): TreeModel {
  const whole = readModel(file, engine);
  const model = withSegments(whole, engine);
  const offsets = whole.facts.valueOffsets;
  if (offsets === undefined) return model;
  if (!isStoredOffsets(offsets)) throw invalid('its offsets are not log odds of values');
  const unknown = offsets.find(
    ({ feature }) => !whole.features.some(({ name, kind }) => name === feature && kind === 'categorical'),
  );
  if (unknown) throw invalid(`it has an offset of "${unknown.feature}", which is not a categorical feature of it`);
  return new OffsetModel(model, offsets);
}

const isStoredOffsets = (value: unknown): value is readonly ValueOffset[] =>
  Array.isArray(value) &&
  value.every((each) => {
    const { feature, value: own, logOdds } = objectOf(each);
    return typeof feature === 'string' && typeof own === 'string' && Number.isFinite(logOdds);
  });

function withSegments(whole: BinnedTreeModel, engine: Engine): TreeModel {
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
