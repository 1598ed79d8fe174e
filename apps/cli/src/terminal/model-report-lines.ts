import { englishText } from '@leadlight/common';
import { metricRows, questionSentence, verdictHeadline, type ModelReport } from '@leadlight/report';
import { formatPercent } from './write-output.ts';
import { drawTable } from './table.ts';

/** The quality of a model for a sales manager: the verdict, how it was measured, and how other contenders did. */
export function reportLines(report: ModelReport): string[] {
  const { verdict, holdout, split, leakage, leaderboard, published } = report;
  const { decisions } = holdout;
  return [
    `Verdict: ${verdictHeadline(verdict)}.`,
    ...verdict.reasons.map(({ english }) => `  ${english}`),
    split.sentence,
    drawTable([
      ...metricRows(holdout).map(({ name, value }) => [name, value]),
      [`Accuracy at ${decisions.threshold}`, formatPercent(decisions.accuracy)],
      [`Precision at ${decisions.threshold}`, formatPercent(decisions.precision)],
      [`Recall at ${decisions.threshold}`, formatPercent(decisions.recall)],
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
    ...(report.questions ?? []).map(questionSentence),
  ];
}

/** The fields that were excluded for leakage, with the evidence. */
export const excludedLines = ({ leakage }: ModelReport): string[] =>
  leakage.findings.filter(({ verdict, allowed }) => verdict !== 'fine' && !allowed).map(findingLine);

/** The fields that stay excluded although the user allowed them. */
export const notAllowedLines = ({ leakage }: ModelReport): string[] =>
  leakage.findings.filter(({ allowed }) => allowed === false).map(findingLine);

const findingLine = ({ field, label = field, verdict, evidence }: ModelReport['leakage']['findings'][number]): string =>
  `${verdict}: ${label}${label === field ? '' : ` (${field})`}. ${englishText(evidence)}`;
