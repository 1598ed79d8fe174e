import { MAX_FEATURES } from '../ensemble.ts';
import { ForestError } from '../errors.ts';

/** Bounds of an imported forest, checked before anything is built from it. */
export const importLimits = {
  /** Deeper than any useful tree. */
  depth: 60,
  trees: 20_000,
  /** Of all trees together. */
  nodes: 5_000_000,
  features: MAX_FEATURES,
} as const;

/** Counts the nodes of a forest while it is read. */
export class NodeCount {
  readonly #source: string;
  #nodes = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** @throws ForestError `import_invalid` where they are too many */
  add(nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > importLimits.nodes) rejectImport(this.#source, `it has more than ${importLimits.nodes} nodes`);
  }
}

/** @throws ForestError `import_invalid` for too many features, and for two of one name */
export function checkFeatureNames(source: string, names: readonly string[]): readonly string[] {
  if (names.length > importLimits.features) {
    rejectImport(source, `it has more than ${importLimits.features} features`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) rejectImport(source, `two features are named "${name}"`);
    seen.add(name);
  }
  return names;
}

/** @throws ForestError `import_invalid` for none or too many */
export function checkTreeCount(source: string, trees: readonly unknown[]): void {
  if (trees.length === 0) rejectImport(source, 'it has no trees');
  if (trees.length > importLimits.trees) rejectImport(source, `it has more than ${importLimits.trees} trees`);
}

function rejectImport(source: string, reason: string): never {
  throw new ForestError('import_invalid', { source, reason });
}
