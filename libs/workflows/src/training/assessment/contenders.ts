import { chooseContender, type ChosenContender, type Contender, type ContenderComparison } from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type BlendWeights, type LearnerId } from '@leadlight/learners';
import { noProgress, type Progress } from '../../ports/index.ts';
import { takeRows, type Dataset } from '../examples/dataset.ts';
import { maxRowsOf, supportedRows } from '../supported-learner.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';
import { CONSTRAINT_LEARNERS, hasConstraints, type Fitted, type LearningSettings } from './fit.ts';
import { originsWithin } from './origins.ts';
import { blendNewerRows, LAST_CONTENDER, predictNewerRows, SLOW_CONTENDER, trainEntrants } from './train-contenders.ts';

/** Half of what the learner supports, unless it is to be published: its time grows with the square of the rows. */
const MAX_CONTENDER_ROWS: Partial<Record<LearnerId, number>> = { 'ml-random-forest': 500 };

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
  /** The learner to publish; undefined if no row has predictions of all that can win. */
  readonly winner: LearnerId | undefined;
  /** Weights of the members of the blend; undefined if it was trained with weights of its own choice. */
  readonly blendWeights: BlendWeights | undefined;
  /** Those that can win, the lowest log loss first. */
  readonly comparisons: readonly ContenderComparison[];
  /** Whether they were compared on the newer of the rows, by models of the older ones, or on all by cross-validation. */
  readonly comparedOn: 'newer rows' | 'all rows';
}

/**
 * Trains every contender on these rows and chooses among those that can win: with dates by predictions of the newer rows by models
 * of the older ones, unless a learner is chosen already or the training is a quick one; otherwise by cross-validation. A slow learner
 * that is not to be published learns from the newest rows only, and cannot win. With constraints, only learners that support them
 * can win.
 */
export function fitContenders(
  dataset: Dataset,
  rows: Int32Array,
  learning: ContenderSettings,
  progress: Progress = noProgress,
  learners: readonly LearnerId[] = learnersCompared(learning),
): FittedContenders {
  const entrants = learners.flatMap((id) => findEntrant(dataset, rows, learning, id) ?? []);
  const { learner = 'best', quick = false } = learning;
  const rivals = entrants.filter(({ canWin }) => canWin).map(({ id }) => id);
  const origins = learner === 'best' && !quick ? originsWithin(dataset, rows) : [];
  const predicting = rivals.filter((id) => id !== LAST_CONTENDER);
  let trained = 0;
  const onTrained = () =>
    progress.update('contenders', (trained += 1), entrants.length + origins.length * predicting.length);
  const newer = predictNewerRows(dataset, origins, predicting, learning, onTrained);
  const blend = newer && blendNewerRows(dataset, newer, learning.seed);
  const blendWeights = learning.blendWeights ?? blend?.weights;
  const fitted = trainEntrants(dataset, entrants, { ...learning, blendWeights }, onTrained);
  const predicted = newer?.probabilities ?? new Map(rivals.map((id) => [id, fitted.get(id)!.outOfBag]));
  if (blend && rivals.includes(LAST_CONTENDER)) predicted.set(LAST_CONTENDER, blend.probabilities);
  const choice = chooseAmong(dataset, newer?.rows ?? rows, predicted, newer && LAST_CONTENDER);
  return {
    entrants,
    fitted,
    winner: choice?.chosen as LearnerId | undefined,
    blendWeights,
    comparisons: choice?.comparisons ?? [],
    comparedOn: newer ? 'newer rows' : 'all rows',
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

function chooseAmong(
  { labels, leads }: Dataset,
  rows: Int32Array,
  probabilities: ReadonlyMap<LearnerId, Float64Array>,
  preferred?: LearnerId,
): ChosenContender | undefined {
  const compared = [...probabilities].map(([id, predicted]) => ({
    id,
    complexity: contenderRoles[id].complexity,
    probabilities: predicted,
  }));
  return chooseContender(takeRows(labels, rows), compared, { groups: takeRows(leads, rows), preferred });
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
