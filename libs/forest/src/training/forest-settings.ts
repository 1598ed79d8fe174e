import type { Constraints } from './constraints.ts';
import { ForestError } from '../errors.ts';

/** How a forest is grown. Everything has a default that fits the number of examples. */
export interface ForestSettings extends Constraints {
  /** 32-bit integer. */
  readonly seed: number;
  readonly trees: number;
  readonly maxDepth: number;
  /** Fewest rows of the bag in a leaf. */
  readonly minLeaf: number;
  /** Features tried at every split; more than there are means all. */
  readonly featuresPerSplit: number;
  /** Bins a feature, with the one for missing. */
  readonly maxBins: number;
  /** Fewest examples of either outcome. */
  readonly minPerOutcome: number;
  /** How much more often a converted example is drawn into a bag; the calibrator undoes it. */
  readonly positiveWeight: number;
}

type SettingName = Exclude<keyof ForestSettings, keyof Constraints>;

const ranges: { readonly [S in SettingName]: readonly [number, number] } = {
  seed: [-(2 ** 31), 2 ** 32 - 1],
  trees: [1, 5000],
  maxDepth: [1, 30],
  minLeaf: [1, 2 ** 24],
  featuresPerSplit: [1, 2 ** 14],
  maxBins: [3, 255],
  minPerOutcome: [1, 2 ** 24],
  positiveWeight: [1e-3, 1e3],
};

/** Grows with the number of examples: larger leaves make smaller and better forests. */
function defaultMinLeaf(rows: number): number {
  return Math.min(64, Math.max(5, Math.round(0.75 * Math.sqrt(rows))));
}

/** Above this many rows larger or smaller leaves change little, and growing a forest for each takes long. */
const MAX_ROWS_FOR_MIN_LEAF_SEARCH = 20_000;
/** Below this many rows trees are small, so there may be more of them, and out-of-bag losses are no fine judges. */
const SMALL_SAMPLE_ROWS = 5_000;

/**
 * Sizes of leaf worth trying where none is given: strong signals ask for smaller leaves than weak ones, and nobody knows
 * beforehand which these examples hold.
 */
export function minLeafCandidates(given: Partial<ForestSettings>, { minLeaf }: ForestSettings, rows: number): number[] {
  if (given.minLeaf !== undefined || rows > MAX_ROWS_FOR_MIN_LEAF_SEARCH) return [minLeaf];
  const factor = rows < SMALL_SAMPLE_ROWS ? 2 : 4;
  const larger = Math.max(minLeaf, Math.min(factor * minLeaf, Math.floor(rows / 16)));
  return [...new Set([minLeaf, Math.round(minLeaf / factor), larger])];
}

const defaultTrees = (rows: number): number => (rows < SMALL_SAMPLE_ROWS ? 400 : 200);

/** Three quarters of the square root, for trees that differ a little more than is usual, and never fewer than three. */
function defaultFeaturesPerSplit(features: number): number {
  return Math.max(1, Math.min(features, Math.max(3, Math.round(0.75 * Math.sqrt(features)))));
}

/** Fills in the defaults. @throws ForestError `bad_setting` */
export function completeForestSettings(given: Partial<ForestSettings>, rows: number, features: number): ForestSettings {
  const settings: ForestSettings = {
    seed: given.seed ?? 1,
    trees: given.trees ?? defaultTrees(rows),
    maxDepth: given.maxDepth ?? 12,
    minLeaf: given.minLeaf ?? defaultMinLeaf(rows),
    featuresPerSplit: given.featuresPerSplit ?? defaultFeaturesPerSplit(features),
    maxBins: given.maxBins ?? 64,
    minPerOutcome: given.minPerOutcome ?? 40,
    positiveWeight: given.positiveWeight ?? 1,
    monotonicConstraints: given.monotonicConstraints,
    interactionConstraints: given.interactionConstraints,
  };
  for (const [setting, [low, high]] of Object.entries(ranges) as [SettingName, readonly [number, number]][]) {
    const value = settings[setting];
    const isKind = setting === 'positiveWeight' ? Number.isFinite(value) : Number.isInteger(value);
    if (!isKind || value < low || value > high) {
      const kind = setting === 'positiveWeight' ? 'number' : 'whole number';
      throw new ForestError({ code: 'bad_setting', setting, value, expected: `a ${kind} from ${low} to ${high}` });
    }
  }
  return settings;
}
