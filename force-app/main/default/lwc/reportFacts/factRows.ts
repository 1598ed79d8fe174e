import type { ModelSummary, TrainingReport } from '@leadlight/contract';
import { formatDate, learnerName } from 'c/reportFormat';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

export interface FactRow {
  readonly name: string;
  readonly value: string;
}

type Told = readonly (FactRow | undefined | false)[];

/** Of what, when and on what a model was trained and measured; what is not known is left out. */
export function factRows(model: ModelSummary, report: TrainingReport): readonly FactRow[] {
  const { split, holdout, horizonDays, converted } = report;
  const told: Told = [
    { name: labels.learner, value: learnerName(model.learner) },
    { name: labels.trained, value: formatInstant(model.trainedAt) },
    counted(report, 'snapshots', labels.learned, (looks) =>
      fill(labels.rows, formatCount(looks), converted === undefined ? '–' : formatCount(converted)),
    ),
    split && { name: labels.measured, value: measuredOn(split, holdout?.rows ?? split.testRows) },
    horizonDays !== undefined && {
      name: labels.horizon,
      value: fill(labels.horizonDays, formatCount(Math.round(horizonDays))),
    },
    counted(report, 'undecided', labels.undecided),
    split && { name: labels.unsettled, value: formatCount(split.dropped.unsettled) },
    counted(report, 'junk', labels.junk),
    counted(report, 'copies', labels.copies),
  ];
  return told.filter((row) => row !== undefined && row !== false);
}

function measuredOn({ kind, splitAt }: NonNullable<TrainingReport['split']>, rows: number): string {
  return kind === 'time' && splitAt !== null
    ? fill(labels.measuredTime, formatCount(rows), formatDate(splitAt))
    : fill(labels.measuredRandom, formatCount(rows));
}

/** A count among the facts that the training told by name. */
function counted(
  { facts = [] }: TrainingReport,
  fact: string,
  name: string,
  text: (count: number) => string = formatCount,
): FactRow | undefined {
  const count = Number(facts.find((each) => each.name === fact)?.value ?? NaN);
  return Number.isFinite(count) ? { name, value: text(count) } : undefined;
}
