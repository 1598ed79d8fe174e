import {
  calibrateModel,
  ForestError,
  joinModels,
  type BlendMember,
  type Examples,
  type TrainedModel,
} from '@leadlight/forest';
import { fitSigmoid, type Sigmoid } from '../additive/platt.ts';
import { fastestEngine } from '../engine/fastest-engine.ts';
import type { BlendWeights, LearnerId, LearnerSettings } from '../learner.ts';
import { crossValidatedMean, weightedMean } from './blend-predictions.ts';
import { selectMembers } from './select-members.ts';

/** A trained model with log odds as raw predictions, which may become part of a blend. */
export interface BlendCandidate {
  readonly learner: LearnerId;
  readonly trained: TrainedModel;
}

export interface BlendSettings extends Pick<LearnerSettings, 'seed' | 'facts'> {
  /** By learner, relative to each other; absent = chosen on the candidates' out-of-bag predictions. */
  readonly weights?: BlendWeights;
}

/**
 * The weighted mean of the log odds of some candidates, as one ensemble. Unless they are given, weights are chosen on predictions
 * that were made without the row's own label, and cross-validated themselves for the blend's out-of-bag predictions.
 * @param candidates those that order categories differently from the ones before are left out
 * @throws ForestError `one_outcome` if a candidate's known predictions are of rows with one outcome only
 */
export function trainBlend(
  candidates: readonly BlendCandidate[],
  examples: Examples,
  { seed, facts = {}, weights }: BlendSettings,
): TrainedModel {
  const usable = joinable(candidates);
  const platt = usable.map(({ trained }) => fitKnown(trained.rawOutOfBag, examples));
  const logOdds = usable.map(({ trained }, m) =>
    trained.rawOutOfBag.map((raw) => platt[m].slope * raw + platt[m].intercept),
  );
  const given = weights && sharesOf(usable, weights);
  const shares = given ?? selectMembers(logOdds, examples.labels, examples.weights);
  const members = usable.flatMap(({ learner, trained }, m) =>
    shares[m] > 0 ? [{ ...memberOf(trained, shares[m] * platt[m].slope), learner, weight: shares[m] }] : [],
  );
  const offset = shares.reduce((sum, share, m) => sum + share * platt[m].intercept, 0);
  const joined = joinModels(members, offset);
  if (!joined) throw new TypeError('Members that could be joined one by one cannot be joined.');
  const blend = members.map(({ learner, weight }) => ({ learner, weight }));
  const raw = given ? weightedMean(logOdds, given) : crossValidatedMean(logOdds, examples, seed);
  const parts = { learner: 'blend', ...joined, facts: { ...facts, blend } };
  const { capacity } = candidates.find(({ trained }) => trained.capacity)?.trained ?? {};
  return { ...calibrateModel(parts, raw, examples, fastestEngine(), 'log odds'), capacity };
}

/** [candidates] The given weights, which add up to 1; undefined if no candidate has any. */
function sharesOf(candidates: readonly BlendCandidate[], weights: BlendWeights): readonly number[] | undefined {
  const given = candidates.map(({ learner }) => weights[learner] ?? 0);
  const sum = given.reduce((total, weight) => total + weight, 0);
  return sum > 0 ? given.map((weight) => weight / sum) : undefined;
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
