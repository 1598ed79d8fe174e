import { log, sigmoid } from '../../core/math.ts';
import { type Booster, createBooster } from './boost.ts';
import type { BoostingExamples } from './boosting-examples.ts';
import { type BoostingSettings, withCapacity } from './boosting-settings.ts';
import { addLosses, assignFolds, holdOut } from './folds.ts';

/** Candidates are compared at this learning rate, at which a few hundred rounds suffice. */
const SEARCH_LEARNING_RATE = 0.1;
const SEARCH_EARLY_STOPPING_ROUNDS = 20;
/** Successive halving: rounds of a rung, candidates that go on to the next one, and share of the work until its end. */
const RUNGS = [
  { rounds: 60, kept: 4, share: 0.5 },
  { rounds: 180, kept: 2, share: 0.8 },
  { rounds: 500, kept: 1, share: 1 },
] as const;
/** Another candidate replaces the default where its paired advantage in log loss has this many standard errors. */
const MIN_STANDARD_ERRORS = 1;
const WORK_UNIT = 1e9;

/** Few rows decide little, so that more of them must be validated. */
const searchFolds = (rows: number): number => (rows < 10_000 ? 5 : rows < 20_000 ? 3 : 1);

interface Candidate {
  readonly settings: BoostingSettings;
  /** [folds] */
  readonly boosters: Booster[];
}

const lossOf = ({ boosters }: Candidate): number => Math.min(...addLosses(boosters.map(({ run }) => run)));
const workOf = ({ boosters }: Candidate): number => boosters.reduce((sum, { work }) => sum + work, 0);

/**
 * Finds depth, regularisation and sampling by the log loss of validation rows, by successive halving: candidates that are
 * behind after a few rounds get no more. The first candidate has the default settings and is never dropped. No further
 * candidate is tried, and none grows further, once the work is spent, so with many rows the default remains.
 * @returns the settings to train with; the learning rate is that of `settings`
 * @source Jamieson & Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter optimization"
 */
export function searchSettings(examples: BoostingExamples, settings: BoostingSettings): BoostingSettings {
  const foldOf = assignFolds(examples, settings.folds, settings.seed);
  const folds = Array.from({ length: searchFolds(examples.rows) }, (_, fold) => {
    holdOut(examples, foldOf, fold);
    return { fold, permutations: examples.permuteCategories() };
  });
  const all = withCapacity(settings).map((capacity): Candidate => ({ settings: capacity, boosters: [] }));
  const limit = settings.searchWork * WORK_UNIT;
  const spent = () => all.reduce((sum, candidate) => sum + workOf(candidate), 0);
  const growIn = (candidate: Candidate, rounds: number) => {
    for (const { fold, permutations } of folds) {
      holdOut(examples, foldOf, fold);
      candidate.boosters[fold] ??= createBooster(examples, trialOf(candidate.settings), permutations);
      candidate.boosters[fold].grow(rounds, true, () => undefined);
    }
  };
  const [first] = all;
  let racing = all;
  for (const { rounds, kept, share } of RUNGS) {
    growIn(first, rounds);
    const grown: Candidate[] = [];
    for (const candidate of racing.slice(1)) {
      if (spent() >= limit * share) break;
      growIn(candidate, rounds);
      grown.push(candidate);
    }
    if (grown.length === 0) break;
    racing = [first, ...grown.sort((a, b) => lossOf(a) - lossOf(b)).slice(0, kept)];
  }
  const best = racing.length < all.length ? racing[1] : undefined;
  const isBetter = best !== undefined && standardErrors(examples, foldOf, first, best) >= MIN_STANDARD_ERRORS;
  return isBetter ? best.settings : settings;
}

const trialOf = (settings: BoostingSettings): BoostingSettings => ({
  ...settings,
  learningRate: Math.max(SEARCH_LEARNING_RATE, settings.learningRate),
  earlyStoppingRounds: Math.min(SEARCH_EARLY_STOPPING_ROUNDS, settings.earlyStoppingRounds),
});

/** The advantage of the second candidate in log loss, in standard errors of the paired difference. */
function standardErrors(examples: BoostingExamples, foldOf: Uint8Array, one: Candidate, other: Candidate): number {
  const { labels, weights } = examples.workspace.view;
  let count = 0;
  let squares = 0;
  one.boosters.forEach((booster, fold) => {
    const before = booster.margins();
    const after = other.boosters[fold].margins();
    for (let row = 0; row < examples.rows; row++) {
      if (foldOf[row] !== fold) continue;
      const weight = examples.weighted ? weights[row] : 1;
      const difference = weight * (rowLoss(before[row], labels[row]) - rowLoss(after[row], labels[row]));
      squares += difference * difference;
      count++;
    }
  });
  const sum = lossOf(one) - lossOf(other);
  const variance = squares - (sum * sum) / count;
  return variance > 0 ? sum / Math.sqrt(variance) : 0;
}

const rowLoss = (margin: number, label: number): number =>
  -log(Math.max(1e-15, sigmoid(label === 1 ? margin : -margin)));
