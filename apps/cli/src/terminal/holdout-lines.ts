import { metricRows } from '@leadlight/report';
import type { HoldoutReport } from '@leadlight/workflows';
import { drawTable } from './table.ts';

/** The evaluation as a sales manager reads it: on how many leads, chosen how, and how good. */
export function holdoutLines(holdout: HoldoutReport): string[] {
  const { split, rows, converted, trainRows, decisions } = holdout;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const how =
    split.kind === 'time'
      ? `the newest ${rows.toLocaleString('en')}, learned from ${trainRows.toLocaleString('en')} whose outcome was settled before`
      : `${rows.toLocaleString('en')} chosen at random, learned from the other ${trainRows.toLocaleString('en')} (no dates: the future was not kept apart)`;
  return [
    `Tested on ${how}; ${percent(converted / rows)} of them converted.`,
    drawTable([
      ...metricRows(holdout).map(({ name, value }) => [name, value]),
      [`Accuracy at ${decisions.threshold}`, percent(decisions.accuracy)],
      [`Precision at ${decisions.threshold}`, percent(decisions.precision)],
      [`Recall at ${decisions.threshold}`, percent(decisions.recall)],
    ]),
  ];
}
