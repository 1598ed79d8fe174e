import type { FeatureBins } from '../binning/feature-bins.ts';
import type { Engine } from '../engine/engine.ts';
import { ForestError } from '../errors.ts';
import type { Ensemble } from '../ensemble.ts';
import { BinnedTreeModel } from '../prediction/tree-model.ts';
import { checkEnsemble } from './check-ensemble.ts';
import { parseHeadJson } from './check-head.ts';
import { crc32 } from './crc32.ts';
import { decodeText, HEADER_BYTES, MAGIC, sectionBytes, VERSION } from './format.ts';

interface Sizes {
  readonly json: number;
  readonly trees: number;
  readonly nodes: number;
}

/** Checks that the file is ours, complete and unaltered. */
function checkEnvelope(file: Uint8Array, view: DataView): Sizes {
  const magic = MAGIC.split('').map((letter) => letter.charCodeAt(0));
  const start = Math.min(file.length, magic.length);
  if (file.length === 0 || magic.slice(0, start).some((byte, i) => file[i] !== byte)) {
    throw new ForestError('model_not_ours', {});
  }
  if (file.length < HEADER_BYTES) {
    throw new ForestError('model_truncated', { bytes: file.length, expected: HEADER_BYTES });
  }
  const [version, size, json, trees, nodes] = [8, 12, 16, 20, 24].map((at) => view.getUint32(at, true));
  if (version > VERSION) throw new ForestError('model_version', { version, supported: VERSION });
  if (file.length < size) throw new ForestError('model_truncated', { bytes: file.length, expected: size });
  const consistent = version === VERSION && size === HEADER_BYTES + json + sectionBytes(trees, nodes) + 4;
  if (!consistent || file.length !== size || view.getUint32(size - 4, true) !== crc32(file.subarray(0, size - 4))) {
    throw new ForestError('model_altered', {});
  }
  return { json, trees, nodes };
}

function decodeHeadJson(file: Uint8Array, json: number): unknown {
  try {
    return JSON.parse(decodeText(file.subarray(HEADER_BYTES, HEADER_BYTES + json)));
  } catch {
    throw new ForestError('model_invalid', { reason: 'its head is not JSON' });
  }
}

function readEnsemble(view: DataView, start: number, { trees, nodes }: Sizes, offset: number, scale: number): Ensemble {
  let at = start;
  const ints = (count: number) => {
    const array = new Int32Array(count);
    for (let i = 0; i < count; i++, at += 4) array[i] = view.getInt32(at, true);
    return array;
  };
  const floats = (count: number) => {
    const array = new Float32Array(count);
    for (let i = 0; i < count; i++, at += 4) array[i] = view.getFloat32(at, true);
    return array;
  };
  const roots = ints(trees);
  return { roots, split: ints(nodes), left: ints(nodes), value: floats(nodes), cover: floats(nodes), offset, scale };
}

function toFeatureBins(feature: ReturnType<typeof parseHeadJson>['features'][number]): FeatureBins {
  return feature.kind === 'numeric'
    ? { ...feature, edges: Float64Array.from(feature.edges) }
    : { ...feature, bins: Uint16Array.from(feature.bins) };
}

/**
 * Reads a model file, which may come from an untrusted source: a truncated, altered, newer or inconsistent file is rejected,
 * and predictions with an accepted one stay inside its trees.
 * @param engine JavaScript by default
 * @throws ForestError `model_not_ours`, `model_version`, `model_truncated`, `model_altered`, `model_invalid`
 */
export function readModel(file: Uint8Array, engine?: Engine): BinnedTreeModel {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const sizes = checkEnvelope(file, view);
  const { features, offset, scale, ...head } = parseHeadJson(decodeHeadJson(file, sizes.json));
  const ensemble = readEnsemble(view, HEADER_BYTES + sizes.json, sizes, offset, scale);
  checkEnsemble(ensemble, features.length);
  return new BinnedTreeModel({ ...head, bins: features.map(toFeatureBins), ensemble }, engine);
}
