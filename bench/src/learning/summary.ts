import { mean } from '../shared/statistics.ts';
import type { LearningRun } from './learning-run.ts';

const threeDecimals = (value: number): string => value.toFixed(3);

/** The result of one seed, with the AUC of the peers on the same rows. */
export interface SeedResult extends Omit<LearningRun, 'dataset'> {
  readonly peers: Readonly<Record<string, number>>;
}

/** One line per seed, for following a long run. */
export function formatLine({ seed, winner, auc, peers, ...run }: SeedResult): string {
  const range = run.backtest ? `${threeDecimals(run.backtest.low)}–${threeDecimals(run.backtest.high)}` : 'none';
  const names = Object.entries(peers).map(([name, value]) => `${name} ${threeDecimals(value)}`);
  return [
    `seed ${seed}: ${winner} AUC ${threeDecimals(auc[winner]!)}${names.length > 0 ? ` (${names.join(', ')})` : ''}`,
    `best possible ${threeDecimals(run.bestPossibleAuc)}, reached ${threeDecimals(run.sampleAuc)}, leakage z-score ${run.leakageZScore.toFixed(1)}`,
    `error against truth ${threeDecimals(run.errorAgainstTruth)}`,
    `backtest ${range}, fresh ${threeDecimals(run.freshAuc ?? Number.NaN)}`,
    `planted ${Object.values(run.planted).join('/')}, wrongly excluded ${run.wronglyExcluded.join(' ') || 'none'}`,
    `features ${run.featureSeconds.toFixed(0)} s, assessed in ${run.assessSeconds.toFixed(0)} s`,
  ].join('; ');
}

export const backtestCovers = ({ backtest, freshAuc = Number.NaN }: SeedResult): boolean =>
  backtest !== undefined && freshAuc >= backtest.low && freshAuc <= backtest.high;

/** Mean AUC of each peer, including logistic regression, the best one first. */
const rankPeers = (runs: readonly SeedResult[]) =>
  Object.keys(runs[0]!.peers)
    .map((name) => ({ name, auc: mean(runs.map(({ peers }) => peers[name]!)) }))
    .sort((a, b) => b.auc - a.auc);

/** Rows of the report: what, measured, target. */
export function summaryRows(runs: readonly SeedResult[]): readonly (readonly [string, string, string])[] {
  const planted = runs.flatMap((run) => Object.values(run.planted));
  const ours = mean(runs.map(({ auc, winner }) => auc[winner]!));
  const winners = [...Map.groupBy(runs, ({ winner }) => winner)].map(([id, of]) => `${id} ${of.length} ×`);
  const error = runs.map(({ errorAgainstTruth }) => errorAgainstTruth);
  return [
    ['published learner', winners.join(', '), '–'],
    ['planted leakage found', `${planted.filter((v) => v !== 'fine').length} of ${planted.length}`, 'all'],
    ['honest features left out', String(runs.flatMap(({ wronglyExcluded }) => wronglyExcluded).length), 'none'],
    ['mean AUC on the newest fifth', threeDecimals(ours), '–'],
    ...rankPeers(runs).map(
      ({ name, auc }) =>
        [`difference to ${name}`, (ours - auc).toFixed(4), name === 'xgboost' ? 'not worse' : '–'] as const,
    ),
    [
      'difference to the best possible prediction from the records',
      threeDecimals(mean(runs.map(({ bestPossibleAuc, sampleAuc }) => bestPossibleAuc - sampleAuc))),
      '≤ 0.035, aim 0.030',
    ],
    [
      'calibration error against the true probabilities',
      `${threeDecimals(mean(error))}, maximum ${threeDecimals(Math.max(...error))}`,
      '≤ 0.02',
    ],
    ...(runs.every(({ freshAuc }) => freshAuc !== undefined)
      ? [
          [
            'backtest’s 90 % range contains the AUC on fresh leads',
            `${runs.filter(backtestCovers).length} of ${runs.length}`,
            '16 of 20',
          ] as const,
        ]
      : []),
  ];
}
