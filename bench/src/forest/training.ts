import { trainForest } from '@leadlight/forest';
import { simulatedLeads } from '@leadlight/forest/testing';
import { mlRandomForestLearner, createThreadPool } from '@leadlight/learners';
import { median } from '../shared/statistics.ts';
import { processorTime, wallTime } from './timing.ts';
import {
  commonSettings,
  commonPeerSettings,
  categoryCodes,
  fitBoosting,
  fitForest,
  javascript,
  wasm,
  wasmModule,
} from './engines.ts';
import type { Peers } from './peers.ts';

/** Median milliseconds by contender at one size, of processor time unless named otherwise; undefined where it was not measured. */
export interface TrainingTimes {
  readonly rows: number;
  readonly times: Readonly<Record<Contender, number | undefined>>;
}

export const contenders = {
  wasm: 'forest, WASM, 1 thread',
  javascript: 'forest, JavaScript, 1 thread',
  whole: 'forest with out-of-bag and calibration, WASM, 1 thread',
  wall: 'the same by the clock',
  threads: 'the same with 2 threads, by the clock',
  sklearn: 'scikit-learn RandomForestClassifier, 1 job',
  boosting: 'boosting, WASM (100 trees, depth 4)',
  xgboost: 'xgboost hist, 1 thread (100 trees, depth 4)',
  hgb: 'scikit-learn HistGradientBoosting (100 trees, depth 4)',
  mlRandomForest: 'ml-random-forest (50 trees)',
} as const;
export type Contender = keyof typeof contenders;

/** ml-random-forest's time grows with the square of the rows. */
const MAX_ROWS_FOR_ML_RANDOM_FOREST = 1_000;
/** With more rows the peers take minutes. */
const MAX_ROWS_FOR_PEERS = 200_000;

/** Trains one contender after another, in several rounds. */
export async function timeTraining(
  rows: number,
  rounds: number,
  peers: Peers | undefined,
  log: (text: string) => void,
): Promise<TrainingTimes> {
  const leads = simulatedLeads(rows, 1);
  const withPeers = peers && rows <= MAX_ROWS_FOR_PEERS ? peers : undefined;
  await withPeers?.load('train', leads, categoryCodes(leads));
  const boosted = { trees: 100, depth: 4 };
  const runs: Partial<Record<Contender, () => number | Promise<number>>> = {
    wasm: () => processorTime(() => fitForest(leads, wasm)),
    javascript: () => processorTime(() => fitForest(leads, javascript)),
    whole: () => processorTime(() => void trainForest(leads, commonSettings, { engine: wasm })),
    wall: () => wallTime(() => void trainForest(leads, commonSettings, { engine: wasm })),
    threads: () =>
      wallTime(
        () => void trainForest(leads, commonSettings, { engine: wasm, threadPool: createThreadPool(2, wasmModule) }),
      ),
    sklearn: withPeers && (() => withPeers.train('rf', 'train', commonPeerSettings)),
    boosting: () => processorTime(() => fitBoosting(leads, wasm, boosted.trees, boosted.depth)),
    xgboost: withPeers && (() => withPeers.train('xgb', 'train', boosted)),
    hgb: withPeers && (() => withPeers.train('hgb', 'train', boosted)),
  };
  const times: Partial<Record<Contender, number[]>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs) as [Contender, (() => number | Promise<number>) | undefined][]) {
      if (run) (times[name] ??= []).push(await run());
    }
    log(`  round ${round + 1} of ${rounds}`);
  }
  if (rows <= MAX_ROWS_FOR_ML_RANDOM_FOREST)
    times.mlRandomForest = [processorTime(() => void mlRandomForestLearner.train(leads, { seed: 1 }))];
  const medians = Object.keys(contenders).map((name) => {
    const taken = times[name as Contender];
    return [name, taken && median(taken)] as const;
  });
  return { rows, times: Object.fromEntries(medians) as TrainingTimes['times'] };
}
