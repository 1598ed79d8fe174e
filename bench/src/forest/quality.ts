import { trainBoosting, trainForest, type TrainingContext } from '@leadlight/forest';
import { areaUnderCurve, simulatedLeads } from '@leadlight/forest/testing';
import { createThreadPool } from '@leadlight/learners';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { categoryCodes, wasm, wasmModule } from './engines.ts';
import type { PeerKind, PeerParams, Peers } from './peers.ts';
import type { RealTable, TrainTestSplit } from './real-tables.ts';
import { recodeCategories } from './recode-categories.ts';

/** The quality of all contenders on one kind of leads, one number per seed. */
export interface Quality {
  /** Number of leads for training, or name of the data set. */
  readonly leads: string;
  /** AUC on leads that were not used for training, by contender. */
  readonly auc: Readonly<Record<string, readonly number[]>>;
  /** Calibration error against the true probabilities, where they are known. */
  readonly calibrationError: Readonly<Record<string, readonly number[]>>;
}

const FRESH_LEADS = 20_000;

interface PeerContender {
  readonly kind: PeerKind;
  readonly settings: readonly PeerParams[];
}

/** Peers are tuned: the best of their settings on the very leads that measure them is used. */
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

/** With more rows a peer's training takes a minute, and only the setting that was found best for that size is used. */
const MAX_ROWS_FOR_TUNING = 50_000;
const bestForManyRows = { rf: 1, xgb: 2, hgb: 0 } as const;

/** Which peer each learner is compared with. */
export const matchingPeer = { forest: 'scikit-learn forest, tuned', boosting: 'xgboost, tuned' } as const;

type RecordScores = (name: string, probabilities: ArrayLike<number>) => void;

async function scorePeers(
  peers: Peers,
  { train, test }: TrainTestSplit,
  seed: number,
  record: RecordScores,
): Promise<void> {
  const codes = categoryCodes(train);
  await peers.load('train', train, codes);
  await peers.load('fresh', recodeCategories(test, train), codes);
  for (const [name, { kind, settings }] of Object.entries(peerContenders)) {
    const candidates = train.rows > MAX_ROWS_FOR_TUNING ? [settings[bestForManyRows[kind]]!] : settings;
    const predictions: number[][] = [];
    for (const params of candidates) {
      // xgboost's threads wait for each other actively, at the expense of other processes; those of a forest do not.
      const jobs = kind === 'rf' ? 2 : 1;
      await peers.train(kind, 'train', { ...params, seed, jobs });
      predictions.push(await peers.probabilities(kind, 'fresh'));
    }
    const aucs = predictions.map((values) => areaUnderCurve(values, test.labels));
    record(name, predictions[aucs.indexOf(Math.max(...aucs))]!);
  }
}

function scoreOurs({ train, test }: TrainTestSplit, seed: number, record: RecordScores): void {
  const context: TrainingContext = { engine: wasm, threadPool: createThreadPool(2, wasmModule) };
  record('forest', trainForest(train, { seed }, context).model.predictTable(test));
  record('boosting', trainBoosting(train, { seed }, context).model.predictTable(test));
}

/** Trains all contenders on simulated leads of each seed and measures them on fresh ones. */
export async function measureQuality(
  rows: number,
  seeds: number,
  peers: Peers | undefined,
  log: (text: string) => void,
): Promise<Quality> {
  const auc: Record<string, number[]> = {};
  const calibrationError: Record<string, number[]> = {};
  for (let seed = 1; seed <= seeds; seed++) {
    const train = simulatedLeads(rows, 100 + seed);
    const test = simulatedLeads(FRESH_LEADS, 200 + seed);
    const record: RecordScores = (name, probabilities) => {
      (auc[name] ??= []).push(areaUnderCurve(probabilities, test.labels));
      (calibrationError[name] ??= []).push(errorAgainstTruth(probabilities, test.truth));
    };
    scoreOurs({ train, test }, seed, record);
    if (peers) await scorePeers(peers, { train, test }, seed, record);
    (auc['the truth itself'] ??= []).push(areaUnderCurve(test.truth, test.labels));
    log(`  seed ${seed} of ${seeds}`);
  }
  return { leads: `${rows.toLocaleString('en')} rows`, auc, calibrationError };
}

/** The same on real leads, split by each seed; their true probabilities are unknown. */
export async function measureRealQuality(
  { name, split }: RealTable,
  seeds: number,
  peers: Peers | undefined,
  log: (text: string) => void,
): Promise<Quality> {
  const auc: Record<string, number[]> = {};
  for (let seed = 1; seed <= seeds; seed++) {
    const parts = split(300 + seed);
    const record: RecordScores = (contender, probabilities) =>
      void (auc[contender] ??= []).push(areaUnderCurve(probabilities, parts.test.labels));
    scoreOurs(parts, seed, record);
    if (peers) await scorePeers(peers, parts, seed, record);
    log(`  seed ${seed} of ${seeds}`);
  }
  return { leads: name, auc, calibrationError: {} };
}
