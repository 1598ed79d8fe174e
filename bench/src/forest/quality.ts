import { trainBoosting, trainForest } from '@leadlight/forest';
import { areaUnderCurve, type SimulatedLeads, simulatedLeads } from '@leadlight/forest/testing';
import { threadCrew } from '@leadlight/learners';
import { mean, standardError } from './clock.ts';
import { categoryCodes, wasm, wasmModule } from './engines.ts';
import type { PeerKind, PeerParams, Peers } from './peers.ts';

/** AUC on fresh leads by contender, one for each seed, and calibration error against the truth. */
export interface Quality {
  readonly rows: number;
  readonly auc: Readonly<Record<string, readonly number[]>>;
  readonly calibrationError: Readonly<Record<string, readonly number[]>>;
}

const FRESH = 20_000;

/** Mean gap between mean prediction and mean true probability over ten bins of equal mass. */
function errorAgainstTruth(probabilities: ArrayLike<number>, truth: Float64Array): number {
  const order = Array.from(truth.keys()).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const size = order.length / 10;
  const gaps = Array.from({ length: 10 }, (_, bin) => {
    const rows = order.slice(Math.round(bin * size), Math.round((bin + 1) * size));
    return Math.abs(mean(rows.map((row) => probabilities[row]!)) - mean(rows.map((row) => truth[row]!)));
  });
  return mean(gaps);
}

interface PeerContender {
  readonly kind: PeerKind;
  readonly settings: readonly PeerParams[];
}

/** Every peer tuned a little: it is given the best of its settings on the fresh leads themselves. */
const peerContenders: Readonly<Record<string, PeerContender>> = {
  'scikit-learn forest, tuned': {
    kind: 'rf',
    settings: [5, 20, 50].map((leaf) => ({ trees: 100, depth: 16, leaf, features: 5 })),
  },
  'xgboost, tuned': {
    kind: 'xgb',
    settings: [100, 200, 400].map((trees) => ({ trees, depth: 4, rows: 0.8, columns: 0.8 })),
  },
};

async function judgePeers(peers: Peers, leads: SimulatedLeads, fresh: SimulatedLeads, judge: Judge): Promise<void> {
  const codes = categoryCodes(leads);
  await peers.load('train', leads, codes);
  await peers.load('fresh', fresh, codes);
  for (const [name, { kind, settings }] of Object.entries(peerContenders)) {
    // Where one training takes a minute, the setting that serves large tables best is taken at once.
    const tried = leads.rows >= 50_000 ? settings.slice(1, 2) : settings;
    const answers: number[][] = [];
    for (const params of tried) {
      await peers.train(kind, 'train', params);
      answers.push(await peers.probabilities(kind, 'fresh'));
    }
    const aucs = answers.map((answer) => areaUnderCurve(answer, fresh.labels));
    judge(name, answers[aucs.indexOf(Math.max(...aucs))]!);
  }
}

type Judge = (name: string, probabilities: ArrayLike<number>) => void;

/** Trains all contenders on the leads of each seed and judges them on fresh ones. */
export async function measureQuality(rows: number, seeds: number, peers: Peers | undefined): Promise<Quality> {
  const auc: Record<string, number[]> = {};
  const calibrationError: Record<string, number[]> = {};
  for (let seed = 1; seed <= seeds; seed++) {
    const leads = simulatedLeads(rows, 100 + seed);
    const fresh = simulatedLeads(FRESH, 200 + seed);
    const judge: Judge = (name, probabilities) => {
      (auc[name] ??= []).push(areaUnderCurve(probabilities, fresh.labels));
      (calibrationError[name] ??= []).push(errorAgainstTruth(probabilities, fresh.truth));
    };
    const context = { engine: wasm, crew: threadCrew(2, wasmModule) };
    judge('forest', trainForest(leads, { seed }, context).model.predictTable(fresh));
    judge('boosting', trainBoosting(leads, { seed }, context).model.predictTable(fresh));
    if (peers) await judgePeers(peers, leads, fresh, judge);
    (auc['the truth itself'] ??= []).push(areaUnderCurve(fresh.truth, fresh.labels));
  }
  return { rows, auc, calibrationError };
}

export const withError = (values: readonly number[]): string =>
  `${mean(values).toFixed(4)} ± ${standardError(values).toFixed(4)}`;
