import type { LearningRun } from './learning-run.ts';

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const threeDecimals = (value: number): string => value.toFixed(3);

/** What one seed showed, with the AUC of the peers on the same rows. */
export interface SeedResult extends Omit<LearningRun, 'dataset'> {
  readonly peers: Readonly<Record<string, number>>;
}

/** One line a seed, for following a long run. */
export function lineOf({ seed, winner, auc, peers, ...run }: SeedResult): string {
  const range = run.backtest ? `${threeDecimals(run.backtest.low)}–${threeDecimals(run.backtest.high)}` : 'none';
  const names = Object.entries(peers).map(([name, value]) => `${name} ${threeDecimals(value)}`);
  return [
    `seed ${seed}: ${winner} AUC ${threeDecimals(auc[winner]!)}${names.length > 0 ? ` (${names.join(', ')})` : ''}`,
    `best possible ${threeDecimals(run.bestPossibleAuc)} against ${threeDecimals(run.sampleAuc)}, beyond it ${(run.leakageZScore ?? Number.NaN).toFixed(1)} standard errors`,
    `error against truth ${threeDecimals(run.errorAgainstTruth)}`,
    `backtest ${range}, fresh ${threeDecimals(run.freshAuc ?? Number.NaN)}`,
    `planted ${Object.values(run.planted).join('/')}, accused ${run.wronglyExcluded.join(' ') || 'none'}`,
    `features ${run.featureSeconds.toFixed(0)} s, judged in ${run.assessSeconds.toFixed(0)} s`,
  ].join('; ');
}

export const backtestCovers = ({ backtest, freshAuc = Number.NaN }: SeedResult): boolean =>
  backtest !== undefined && freshAuc >= backtest.low && freshAuc <= backtest.high;

/** The best peer by mean AUC, logistic regression among them; undefined where no peers are installed. */
function bestPeer(runs: readonly SeedResult[]): { readonly name: string; readonly auc: number } | undefined {
  const names = Object.keys(runs[0]!.peers);
  if (names.length === 0) return undefined;
  const means = names.map((name) => ({ name, auc: mean(runs.map(({ peers }) => peers[name]!)) }));
  return means.reduce((a, b) => (b.auc > a.auc ? b : a));
}

/** What is asked, what was measured, and what was wanted. */
export function summaryRows(runs: readonly SeedResult[]): readonly (readonly [string, string, string])[] {
  const planted = runs.flatMap((run) => Object.values(run.planted));
  const ours = mean(runs.map(({ auc, winner }) => auc[winner]!));
  const peer = bestPeer(runs);
  const winners = [...Map.groupBy(runs, ({ winner }) => winner)].map(([id, of]) => `${id} ${of.length} ×`);
  const error = runs.map(({ errorAgainstTruth }) => errorAgainstTruth);
  return [
    ['published by the rule of the leaderboard', winners.join(', '), '–'],
    ['planted leaks caught', `${planted.filter((v) => v !== 'fine').length} of ${planted.length}`, 'all'],
    ['honest features left out', String(runs.flatMap(({ wronglyExcluded: accused }) => accused).length), 'none'],
    ['mean AUC on the newest fifth', threeDecimals(ours), '–'],
    ...(peer ? [[`less that of the best peer (${peer.name})`, (ours - peer.auc).toFixed(4), '≥ −0.005'] as const] : []),
    [
      'gap to the best that the records allow',
      threeDecimals(mean(runs.map(({ bestPossibleAuc: knownAuc, sampleAuc }) => knownAuc - sampleAuc))),
      '–',
    ],
    [
      'calibration error against the true probabilities',
      `${threeDecimals(mean(error))}, at most ${threeDecimals(Math.max(...error))}`,
      '≤ 0.02',
    ],
    [
      'backtest’s 90 % range holds the AUC on fresh leads',
      `${runs.filter(backtestCovers).length} of ${runs.length}`,
      '16 of 20',
    ],
  ];
}
