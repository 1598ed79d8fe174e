import {
  calibrateModel,
  ForestError,
  joinModels,
  type BlendMember,
  type Examples,
  type TrainedModel,
} from '@leadlight/forest';
import { assignFolds, FOLDS } from '../additive/folds.ts';
import { fitSigmoid, type Sigmoid } from '../additive/platt.ts';
import { fastestEngine } from '../engine/fastest-engine.ts';
import type { LearnerId, LearnerSettings } from '../learner.ts';
import { selectMembers } from './select-members.ts';

/** A trained model with log odds as raw predictions, which may become part of a blend. */
export interface BlendCandidate {
  readonly learner: LearnerId;
  readonly trained: TrainedModel;
}

/**
 * The weighted mean of the log odds of some candidates, as one ensemble. Weights are chosen on predictions that were made without
 * the row's own label, and cross-validated themselves for the blend's out-of-bag predictions.
 * @param candidates those that order categories differently from the ones before are left out
 * @throws ForestError `one_outcome` if a candidate's known predictions are of rows with one outcome only
 */
export function trainBlend(
  candidates: readonly BlendCandidate[],
  examples: Examples,
  { seed, facts = {} }: Pick<LearnerSettings, 'seed' | 'facts'>,
): TrainedModel {
  const usable = joinable(candidates);
  const platt = usable.map(({ trained }) => fitKnown(trained.rawOutOfBag, examples));
  const logOdds = usable.map(({ trained }, m) =>
    trained.rawOutOfBag.map((raw) => platt[m].slope * raw + platt[m].intercept),
  );
  const shares = selectMembers(logOdds, examples.labels, examples.weights);
  const members = usable.flatMap(({ learner, trained }, m) =>
    shares[m] > 0 ? [{ ...memberOf(trained, shares[m] * platt[m].slope), learner, weight: shares[m] }] : [],
  );
  const offset = shares.reduce((sum, share, m) => sum + share * platt[m].intercept, 0);
  const joined = joinModels(members, offset);
  if (!joined) throw new TypeError('Members that could be joined one by one cannot be joined.');
  const blend = members.map(({ learner, weight }) => ({ learner, weight }));
  const raw = crossValidatedBlend(logOdds, examples, seed);
  const parts = { learner: 'blend', ...joined, facts: { ...facts, blend } };
  const { capacity } = candidates.find(({ trained }) => trained.capacity)?.trained ?? {};
  return { ...calibrateModel(parts, raw, examples, fastestEngine(), 'log odds'), capacity };
}

const memberOf = ({ model }: TrainedModel, factor: number): BlendMember => ({
  bins: model.parts.bins,
  ensemble: model.parts.ensemble,
  factor,
});

/** Candidates whose bins can be joined with those of all before. */
function joinable(candidates: readonly BlendCandidate[]): readonly BlendCandidate[] {
  const usable: BlendCandidate[] = [];
  for (const candidate of candidates) {
    const members = [...usable, candidate].map(({ trained }) => memberOf(trained, 1));
    if (joinModels(members, 0)) usable.push(candidate);
  }
  return usable;
}

/** [rows] Log odds by weights that were chosen without the row's fold; NaN where a prediction is unknown. */
function crossValidatedBlend(logOdds: readonly Float64Array[], examples: Examples, seed: number): Float64Array {
  const foldOf = assignFolds(examples, seed);
  const blended = new Float64Array(examples.rows);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = logOdds.map((each) => each.map((value, row) => (foldOf[row] === fold ? NaN : value)));
    const shares = selectMembers(others, examples.labels, examples.weights);
    for (let row = 0; row < examples.rows; row++) {
      if (foldOf[row] !== fold) continue;
      blended[row] = shares.reduce((sum, share, m) => (share > 0 ? sum + share * logOdds[m][row] : sum), 0);
    }
  }
  return blended;
}

/** Platt scaling on the rows whose prediction is known. @throws ForestError `one_outcome` */
function fitKnown(raw: Float64Array, { labels, weights }: Examples): Sigmoid {
  const known = Int32Array.from(raw.keys()).filter((row) => !Number.isNaN(raw[row]));
  const knownLabels = Uint8Array.from(known, (row) => labels[row]);
  const positives = knownLabels.reduce((sum, label) => sum + label, 0);
  if (positives === 0 || positives === known.length) {
    throw new ForestError('one_outcome', { outcome: positives === 0 ? 0 : 1, rows: known.length });
  }
  return fitSigmoid(
    Float64Array.from(known, (row) => raw[row]),
    knownLabels,
    Float64Array.from(known, (row) => weights?.[row] ?? 1),
  );
}
