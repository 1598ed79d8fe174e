import type { FeatureBins } from '../binning/feature-bins.ts';
import { ForestError } from '../errors.ts';
import type { TreeModel } from '../model.ts';
import { BinnedTreeModel, type ModelParts } from '../prediction/tree-model.ts';
import { crc32 } from './crc32.ts';
import { encodeText, HEADER_BYTES, MAGIC, sectionBytes, VERSION } from './format.ts';

function featureJson(feature: FeatureBins) {
  return feature.kind === 'numeric'
    ? { kind: feature.kind, name: feature.name, edges: Array.from(feature.edges) }
    : { kind: feature.kind, name: feature.name, categories: feature.categories, bins: Array.from(feature.bins) };
}

function headJson({ learner, bins, ensemble, calibrator, reference, facts }: ModelParts): Uint8Array {
  const { offset, scale } = ensemble;
  const head = { learner, features: bins.map(featureJson), offset, scale, calibrator, reference, facts };
  const bytes = encodeText(JSON.stringify(head));
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8).fill(32);
  padded.set(bytes);
  return padded;
}

/** Writes a self-contained model file; equal models give equal bytes. @throws ForestError `model_not_ours` */
export function writeModel(model: TreeModel): Uint8Array {
  if (!(model instanceof BinnedTreeModel)) throw new ForestError('model_not_ours', {});
  const { parts } = model;
  const { roots, split, left, value, cover } = parts.ensemble;
  const json = headJson(parts);
  const size = HEADER_BYTES + json.length + sectionBytes(roots.length, split.length) + 4;
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  file.set(encodeText(MAGIC));
  [VERSION, size, json.length, roots.length, split.length, 0].forEach((word, i) =>
    view.setUint32(8 + 4 * i, word, true),
  );
  file.set(json, HEADER_BYTES);
  let at = HEADER_BYTES + json.length;
  for (const section of [roots, split, left]) {
    for (const word of section) at = (view.setInt32(at, word, true), at + 4);
  }
  for (const section of [value, cover]) {
    for (const number of section) at = (view.setFloat32(at, number, true), at + 4);
  }
  view.setUint32(at, crc32(file.subarray(0, at)), true);
  return file;
}
