import type { TrainingReport } from '@leadlight/contract';
import type { ListedModel } from '@salesforce/apex/LeadlightAdminController.listModels';
import { formatDate, learnerName, textsOfGoal } from 'c/reportFormat';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { goalLabels, labels } from './labels';

export interface TrainingRow {
  readonly name: string;
  readonly value: string;
}

/** How a model was trained and measured; unknown figures are left out. */
export function trainingRows(model: ListedModel, report: TrainingReport): readonly TrainingRow[] {
  const { split, holdout, horizonDays, converted, goal } = report;
  const texts = textsOfGoal(goal, goalLabels);
  const rows: readonly (TrainingRow | undefined | false)[] = [
    { name: labels.learner, value: learnerName(model.learner) },
    { name: labels.trained, value: formatInstant(model.trainedAt) },
    countRow(report, 'snapshots', labels.learned, (snapshots) =>
      fill(texts.rows, formatCount(snapshots), converted === undefined ? '–' : formatCount(converted)),
    ),
    split && { name: labels.measured, value: measuredOn(split, holdout?.rows ?? split.testRows) },
    horizonDays !== undefined && {
      name: texts.horizon,
      value: fill(labels.horizonDays, formatCount(Math.round(horizonDays))),
    },
    countRow(report, 'undecided', labels.undecided),
    split && { name: labels.unsettled, value: formatCount(split.dropped.unsettled) },
    countRow(report, 'junk', labels.junk),
    countRow(report, 'copies', labels.copies),
  ];
  return rows.filter((row) => row !== undefined && row !== false);
}

function measuredOn({ kind, splitAt }: NonNullable<TrainingReport['split']>, rows: number): string {
  return kind === 'time' && splitAt !== null
    ? fill(labels.measuredTime, formatCount(rows), formatDate(splitAt))
    : fill(labels.measuredRandom, formatCount(rows));
}

/** A count among the named facts of the report; undefined if it is not there. */
function countRow(
  { facts = [] }: TrainingReport,
  factName: string,
  name: string,
  text: (count: number) => string = formatCount,
): TrainingRow | undefined {
  const count = Number(facts.find((fact) => fact.name === factName)?.value ?? NaN);
  return Number.isFinite(count) ? { name, value: text(count) } : undefined;
}
