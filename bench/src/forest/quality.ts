import { trainBoosting, trainForest, type TrainingContext } from '@leadlight/forest';
import { areaUnderCurve, simulatedLeads } from '@leadlight/forest/testing';
import { createThreadPool } from '@leadlight/learners';
import { mean } from './timing.ts';
import { categoryCodes, wasm, wasmModule } from './engines.ts';
import type { PeerKind, PeerParams, Peers } from './peers.ts';
import type { TrainTestSplit, RealTable } from './real-tables.ts';
import { recodeCategories } from './recode-categories.ts';

/** What all contenders are worth on one kind of leads: a number for each seed. */
export interface Quality {
  /** How many leads were learned from, or whose leads they were. */
  readonly leads: string;
  /** AUC on leads that were not learned from, by contender. */
  readonly auc: Readonly<Record<string, readonly number[]>>;
  /** Against the true probabilities, where they are known. */
  readonly calibrationError: Readonly<Record<string, readonly number[]>>;
}

const FRESH_LEADS = 20_000;

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

/** Every peer tuned a little: it is given the best of its settings on the very leads that judge. */
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

/** Above this many rows a peer's training takes a minute, and the setting that serves so many best is taken at once. */
const MAX_ROWS_FOR_TUNING = 50_000;
const bestForManyRows = { rf: 1, xgb: 2, hgb: 0 } as const;

/** Who is held against whom. */
export const matchingPeer = { forest: 'scikit-learn forest, tuned', boosting: 'xgboost, tuned' } as const;

type RecordScores = (name: string, probabilities: ArrayLike<number>) => void;

async function scorePeers(
  peers: Peers,
  { train, test }: TrainTestSplit,
  seed: number,
  judge: RecordScores,
): Promise<void> {
  const codes = categoryCodes(train);
  await peers.load('train', train, codes);
  await peers.load('fresh', recodeCategories(test, train), codes);
  for (const [name, { kind, settings }] of Object.entries(peerContenders)) {
    const tried = train.rows > MAX_ROWS_FOR_TUNING ? [settings[bestForManyRows[kind]]!] : settings;
    const answers: number[][] = [];
    for (const params of tried) {
      // Its threads wait for each other actively, at the expense of whatever else runs; a forest's do not.
      const jobs = kind === 'rf' ? 2 : 1;
      await peers.train(kind, 'train', { ...params, seed, jobs });
      answers.push(await peers.probabilities(kind, 'fresh'));
    }
    const aucs = answers.map((answer) => areaUnderCurve(answer, test.labels));
    judge(name, answers[aucs.indexOf(Math.max(...aucs))]!);
  }
}

function scoreOurs({ train, test }: TrainTestSplit, seed: number, judge: RecordScores): void {
  const context: TrainingContext = { engine: wasm, threadPool: createThreadPool(2, wasmModule) };
  judge('forest', trainForest(train, { seed }, context).model.predictTable(test));
  judge('boosting', trainBoosting(train, { seed }, context).model.predictTable(test));
}

/** Trains all contenders on simulated leads of each seed and judges them on fresh ones. */
export async function measureQuality(
  rows: number,
  seeds: number,
  peers: Peers | undefined,
  say: (text: string) => void,
): Promise<Quality> {
  const auc: Record<string, number[]> = {};
  const calibrationError: Record<string, number[]> = {};
  for (let seed = 1; seed <= seeds; seed++) {
    const train = simulatedLeads(rows, 100 + seed);
    const test = simulatedLeads(FRESH_LEADS, 200 + seed);
    const judge: RecordScores = (name, probabilities) => {
      (auc[name] ??= []).push(areaUnderCurve(probabilities, test.labels));
      (calibrationError[name] ??= []).push(errorAgainstTruth(probabilities, test.truth));
    };
    scoreOurs({ train, test }, seed, judge);
    if (peers) await scorePeers(peers, { train, test }, seed, judge);
    (auc['the truth itself'] ??= []).push(areaUnderCurve(test.truth, test.labels));
    say(`  seed ${seed} of ${seeds}`);
  }
  return { leads: `${rows.toLocaleString('en')} rows`, auc, calibrationError };
}

/** The same on real leads, parted anew by each seed; nobody knows their true probabilities. */
export async function measureRealQuality(
  { name, split: part }: RealTable,
  seeds: number,
  peers: Peers | undefined,
  say: (text: string) => void,
): Promise<Quality> {
  const auc: Record<string, number[]> = {};
  for (let seed = 1; seed <= seeds; seed++) {
    const parted = part(300 + seed);
    const judge: RecordScores = (contender, probabilities) =>
      void (auc[contender] ??= []).push(areaUnderCurve(probabilities, parted.test.labels));
    scoreOurs(parted, seed, judge);
    if (peers) await scorePeers(peers, parted, seed, judge);
    say(`  seed ${seed} of ${seeds}`);
  }
  return { leads: name, auc, calibrationError: {} };
}
