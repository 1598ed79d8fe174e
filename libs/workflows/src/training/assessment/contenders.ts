import {
  chooseContender,
  MIN_LEADS_PER_OUTCOME,
  type ChosenContender,
  type Contender,
  type CrossValidatedComparison,
} from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type LearnerId } from '@leadlight/learners';
import { noProgress, type Progress } from '../../ports/index.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { maxRowsOf, supportedRows } from '../supported-learner.ts';
import {
  CONSTRAINT_LEARNERS,
  fit,
  fitAside,
  fitBlend,
  hasConstraints,
  type Fitted,
  type LearningSettings,
} from './fit.ts';

/** Half of what the learner supports, unless it is to be published: its time grows with the square of the rows. */
const MAX_CONTENDER_ROWS: Partial<Record<LearnerId, number>> = { 'ml-random-forest': 500 };

/** Takes longer than all others together. */
const SLOW_CONTENDER = 'ml-random-forest' satisfies LearnerId;
/** Trained in other threads meanwhile: together about half of the work. With the search for its capacity, boosting uses all threads itself. */
const TRAINED_ASIDE = {
  quick: ['boosting', 'logistic', SLOW_CONTENDER],
  thorough: [SLOW_CONTENDER],
} as const satisfies Record<string, readonly LearnerId[]>;
/** Is made of other contenders, so it is trained after them. */
const LAST_CONTENDER = 'blend' satisfies LearnerId;

/** How contenders are trained, and the learner to publish, if it is chosen already. */
export interface ContenderSettings extends LearningSettings {
  readonly learner?: LearnerId | 'best';
}

/**
 * All learners, without the slow one where another one is to be published whatever the comparison says. A quick training leaves out
 * the slow one, which can win on few rows only, and the blend, for which a forest and two additive models are trained.
 */
export function learnersCompared({ learner = 'best', quick = false }: ContenderSettings): readonly LearnerId[] {
  const leftOut: LearnerId[] = quick ? [SLOW_CONTENDER, LAST_CONTENDER] : learner === 'best' ? [] : [SLOW_CONTENDER];
  return learnerIds.filter((id) => id === learner || !leftOut.includes(id));
}

/** A learner that takes part in a comparison. */
interface Entrant {
  readonly id: LearnerId;
  /** The rows that it can learn from. */
  readonly rows: Int32Array;
  /** The rows that it is given. */
  readonly learned: Int32Array;
  readonly canWin: boolean;
}

/** Every contender, trained on the same rows. */
export interface FittedContenders {
  readonly entrants: readonly Entrant[];
  readonly fitted: ReadonlyMap<LearnerId, Fitted>;
  /** The learner to publish, chosen by cross-validated log loss; undefined if no row has predictions of all that can win. */
  readonly winner: LearnerId | undefined;
  /** Those that can win, the lowest cross-validated log loss first. */
  readonly comparisons: readonly CrossValidatedComparison[];
}

/**
 * Trains every contender on these rows and chooses among those that can win. A slow learner that is not to be published learns
 * from the newest rows only, and cannot win. With constraints, only learners that support them can win.
 */
export function fitContenders(
  dataset: Dataset,
  rows: Int32Array,
  learning: ContenderSettings,
  progress: Progress = noProgress,
  learners: readonly LearnerId[] = learnersCompared(learning),
): FittedContenders {
  const entrants = learners.flatMap((id) => findEntrant(dataset, rows, learning, id) ?? []);
  const fitted = new Map<LearnerId, Fitted>();
  const asideIds: readonly LearnerId[] = TRAINED_ASIDE[learning.quick ? 'quick' : 'thorough'];
  const aside = new Map(
    entrants.flatMap(({ id, learned }) =>
      asideIds.includes(id) ? [[id, fitAside(dataset, id, learned, learning)] as const] : [],
    ),
  );
  const isLate = ({ id }: Entrant) => aside.has(id) || id === LAST_CONTENDER;
  const inOrder = [...entrants.filter((each) => !isLate(each)), ...entrants.filter(isLate)];
  for (const [index, { id, learned }] of inOrder.entries()) {
    const result =
      aside.get(id)?.() ??
      (id === LAST_CONTENDER ? fitBlend(dataset, learned, learning, fitted) : fit(dataset, id, learned, learning));
    fitted.set(id, result);
    progress.update('contenders', index + 1, entrants.length);
  }
  const choice = compareContenders(dataset, rows, entrants, fitted);
  return {
    entrants,
    fitted,
    winner: choice?.chosen as LearnerId | undefined,
    comparisons: choice?.comparisons ?? [],
  };
}

function findEntrant(
  dataset: Dataset,
  train: Int32Array,
  learning: ContenderSettings,
  id: LearnerId,
): Entrant | undefined {
  const isChosen = id === learning.learner;
  const rows = supportedRows(dataset, train, isChosen ? maxRowsOf(id) : (MAX_CONTENDER_ROWS[id] ?? Infinity));
  const isComplete = rows.length === train.length;
  if (!isChosen && !isComplete && !hasEnoughOutcomes(dataset, rows)) return undefined;
  const canWin =
    contenderRoles[id].canWin && isComplete && (!hasConstraints(learning) || CONSTRAINT_LEARNERS.includes(id));
  // The chosen learner takes the same sample itself, and says which rows it left out.
  return { id, rows, learned: isChosen || isComplete ? train : rows, canWin };
}

function compareContenders(
  { labels, leads }: Dataset,
  rows: Int32Array,
  entrants: readonly Entrant[],
  fitted: FittedContenders['fitted'],
): ChosenContender | undefined {
  const compared = entrants.flatMap(({ id, canWin }) =>
    canWin ? [{ id, complexity: contenderRoles[id].complexity, probabilities: fitted.get(id)!.outOfBag }] : [],
  );
  return chooseContender(takeRows(labels, rows), compared, takeRows(leads, rows));
}

/** The contenders' predictions of `test`, and people's own judgement as one more. */
export function predictByContenders(
  dataset: Dataset,
  train: Int32Array,
  test: Int32Array,
  { entrants, fitted }: FittedContenders,
): readonly Contender[] {
  const table = dataset.table.take(test);
  const contenders = entrants.map(({ id, rows, canWin }): Contender => {
    const { name, complexity } = contenderRoles[id];
    return {
      id,
      complexity,
      ...(rows.length < train.length ? sampledName(name, rows.length, dataset) : { name }),
      canWin,
      probabilities: fitted.get(id)!.model.predictTable(table),
    };
  });
  const people = humanJudgementContender(dataset, train, test);
  return people ? [...contenders, people] : contenders;
}

/** Without dates, no rows are the newest. */
const sampledName = (name: string, rows: number, { times }: Dataset): Pick<Contender, 'name' | 'newestRows'> =>
  times ? { name: `${name} (on the newest ${rows})`, newestRows: rows } : { name: `${name} (on ${rows} rows)` };

/** Whether a model can learn from these rows. */
export function hasEnoughOutcomes({ labels }: Pick<Dataset, 'labels'>, rows: Int32Array): boolean {
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  return Math.min(converted, rows.length - converted) >= MIN_LEADS_PER_OUTCOME;
}

/** The weight of the base rate, in rows, against the rows with the same judgement. */
const PRIOR_ROWS = 10;

/** People's judgement as a predictor: the conversion rate of earlier leads with the same judgement. */
function humanJudgementContender(
  { judgement, labels }: Dataset,
  train: Int32Array,
  test: Int32Array,
): Contender | undefined {
  if (!judgement || train.every((row) => judgement[row] === null)) return undefined;
  const counts = new Map<string | null, { rows: number; converted: number }>();
  let converted = 0;
  for (const row of train) {
    const count = counts.get(judgement[row]!) ?? { rows: 0, converted: 0 };
    count.rows += 1;
    count.converted += labels[row]!;
    converted += labels[row]!;
    counts.set(judgement[row]!, count);
  }
  const baseRate = converted / train.length;
  const probabilities = Float64Array.from(test, (row) => {
    const count = counts.get(judgement[row]!) ?? { rows: 0, converted: 0 };
    return (count.converted + PRIOR_ROWS * baseRate) / (count.rows + PRIOR_ROWS);
  });
  return { id: 'people', name: 'people’s own rating and status', complexity: 0, canWin: false, probabilities };
}
