/**
 * `node bench/src/learning/main.ts [--seeds 20] [--leads 20000] [--fresh 100000]`: learns from simulated companies whose
 * truth is known, and holds what is claimed against it.
 */
import { parseArgs } from 'node:util';
import { howToInstall, startPeers } from '../forest/peers.ts';
import { learningData, learningRun, type LearningRun } from './learning-run.ts';
import { peerAucs } from './peer-aucs.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    leads: { type: 'string', default: '20000' },
    fresh: { type: 'string', default: '100000' },
  },
});
const NOW = Date.UTC(2026, 10, 23);
const FRESH_SEED = 4711;
const HORIZON_DAYS = 68;

const three = (value: number): string => value.toFixed(3);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

function line({ seed, winner, auc, truthAuc, errorAgainstTruth, backtest, freshAuc, planted, accused }: LearningRun) {
  const range = backtest ? `${three(backtest.low)}–${three(backtest.high)}` : 'none';
  return [
    `seed ${seed}: ${winner} AUC ${three(auc[winner]!)} (truth ${three(truthAuc)})`,
    `error against truth ${three(errorAgainstTruth)}`,
    `backtest ${range}, fresh ${three(freshAuc ?? Number.NaN)}`,
    `planted ${Object.values(planted).join('/')}, accused ${accused.length === 0 ? 'none' : accused.join(' ')}`,
  ].join('; ');
}

const peers = await startPeers();
if (!peers) console.log(howToInstall);
const fresh = await learningData({ leads: Number(values.fresh), seed: FRESH_SEED, now: NOW }, HORIZON_DAYS);
console.log(`${values.fresh} fresh leads: snapshots and features in ${fresh.seconds.toFixed(1)} s`);

const runs: LearningRun[] = [];
/** AUC by peer, one for each seed. */
const peerRuns: Record<string, number[]> = {};
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const sample = { leads: Number(values.leads), seed, now: NOW };
  const run = await learningRun(sample, fresh.dataset);
  runs.push(run);
  console.log(line(run));
  if (!peers) continue;
  const theirs = await peerAucs(peers, (await learningData(sample, HORIZON_DAYS)).dataset);
  for (const [name, auc] of Object.entries({ ...theirs, 'logistic regression': run.auc.logistic! })) {
    (peerRuns[name] ??= []).push(auc);
  }
  console.log(
    `  peers: ${Object.entries(theirs)
      .map(([name, auc]) => `${name} ${three(auc)}`)
      .join(', ')}`,
  );
}
peers?.stop();

const held = runs.filter(
  (run) => run.backtest && run.freshAuc! >= run.backtest.low && run.freshAuc! <= run.backtest.high,
);
console.log(`backtest range held the fresh AUC in ${held.length} of ${runs.length}`);
console.log(`mean AUC less that of the truth: ${three(mean(runs.map((run) => run.auc[run.winner]! - run.truthAuc)))}`);
console.log(`mean error against the true probabilities: ${three(mean(runs.map((run) => run.errorAgainstTruth)))}`);
if (peers) {
  const ours = mean(runs.map((run) => run.auc[run.winner]!));
  const means = Object.entries(peerRuns).map(([name, aucs]) => ({ name, auc: mean(aucs) }));
  const best = means.reduce((a, b) => (b.auc > a.auc ? b : a));
  console.log(`mean AUC ${three(ours)}, less that of the best peer (${best.name}): ${three(ours - best.auc)}`);
}
console.log(
  `planted leaks missed: ${runs.flatMap((run) => Object.values(run.planted)).filter((v) => v === 'fine').length}`,
);
console.log(`honest features accused: ${runs.flatMap((run) => run.accused).length}`);
