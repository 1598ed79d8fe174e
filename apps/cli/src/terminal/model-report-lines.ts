import { englishText } from '@leadlight/common';
import { metricRows, type ModelReport } from '@leadlight/report';
import { drawTable } from './table.ts';

/** How good a model is, as a sales manager reads it: the verdict, on what it was measured, and against whom. */
export function reportLines(report: ModelReport): string[] {
  const { verdict, holdout, split, leakage, leaderboard, published } = report;
  const { decisions } = holdout;
  const percent = (share: number) => (Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`);
  return [
    `Verdict: ${verdict.level}.`,
    ...verdict.reasons.map(({ english }) => `  ${english}`),
    split.sentence,
    drawTable([
      ...metricRows(holdout).map(({ name, value }) => [name, value]),
      [`Accuracy at ${decisions.threshold}`, percent(decisions.accuracy)],
      [`Precision at ${decisions.threshold}`, percent(decisions.precision)],
      [`Recall at ${decisions.threshold}`, percent(decisions.recall)],
    ]),
    drawTable(
      leaderboard.map(({ id, name, metrics, isWinner }) => [
        `${name}${id === published ? ' ←' : ''}${isWinner ? ' *' : ''}`,
        metrics.logLoss.toFixed(4),
        metrics.auc.toFixed(3),
        metrics.ece.toFixed(3),
        metrics.lift.toFixed(1),
      ]),
      ['contender (← trained, * best)', 'log loss', 'AUC', 'ECE', 'lift'],
    ),
    report.comparison,
    leakage.sentence,
  ];
}

/** Fields that are not learned from, with the evidence. */
export const leftOutLines = ({ leakage }: ModelReport): string[] =>
  leakage.findings.filter(({ verdict, allowed }) => verdict !== 'fine' && !allowed).map(leftOutLine);

/** Fields that the user allowed in vain. */
export const notAllowedLines = ({ leakage }: ModelReport): string[] =>
  leakage.findings.filter(({ allowed }) => allowed === false).map(leftOutLine);

const leftOutLine = (finding: ModelReport['leakage']['findings'][number]): string => {
  const { field, label = field, verdict, evidence } = finding;
  return `${verdict}: ${label}${label === field ? '' : ` (${field})`}. ${englishText(evidence)}`;
};
