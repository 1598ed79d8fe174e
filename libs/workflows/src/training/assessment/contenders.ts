import { MIN_LEADS_PER_OUTCOME, type Contender } from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type LearnerId } from '@leadlight/learners';
import type { Progress } from '../../ports/index.ts';
import type { Dataset } from '../examples/dataset.ts';
import { maxRowsOf, supportedRows } from '../supported-learner.ts';
import { CONSTRAINT_LEARNERS, fit, fitAside, hasConstraints, type Fitted, type LearningSettings } from './fit.ts';

/** Half of what the learner supports, unless it is to be published: its time grows with the square of the rows. */
const MAX_CONTENDER_ROWS: Partial<Record<LearnerId, number>> = { 'ml-random-forest': 500 };

/** Takes longer than all others together, so it is trained in another thread meanwhile. */
const SLOW_CONTENDER = 'ml-random-forest' satisfies LearnerId;

/** How contenders are trained, and the learner to publish, if it is chosen already. */
export interface ContenderSettings extends LearningSettings {
  readonly learner?: LearnerId | 'best';
}

/** All learners, without the slow one where another one is to be published whatever the comparison says. */
const learnersCompared = ({ learner = 'best' }: ContenderSettings): readonly LearnerId[] =>
  learner === 'best' ? learnerIds : learnerIds.filter((id) => id !== SLOW_CONTENDER || id === learner);

/**
 * Trains every contender on `train` and predicts `test`. A slow learner that is not to be published learns from the newest
 * rows only. With constraints, only learners that support them can win.
 */
export function trainContenders(
  dataset: Dataset,
  train: Int32Array,
  test: Int32Array,
  learning: ContenderSettings,
  progress: Progress,
  learners: readonly LearnerId[] = learnersCompared(learning),
): { readonly contenders: readonly Contender[]; readonly fitted: ReadonlyMap<string, Fitted> } {
  const fitted = new Map<string, Fitted>();
  const rowsOf = (id: LearnerId) => {
    const isChosen = id === learning.learner;
    const rows = supportedRows(dataset, train, isChosen ? maxRowsOf(id) : (MAX_CONTENDER_ROWS[id] ?? Infinity));
    // The chosen learner takes the same sample itself, and says which rows it left out.
    if (isChosen || rows === train) return { rows, learned: train };
    return hasEnoughOutcomes(dataset, rows) ? { rows, learned: rows } : undefined;
  };
  const entrants = learners.flatMap((id) => {
    const rows = rowsOf(id);
    return rows ? [{ id, ...rows }] : [];
  });
  const slow = entrants.find(({ id }) => id === SLOW_CONTENDER);
  const slowResult = slow && fitAside(dataset, slow.id, slow.learned, learning);
  const inTime = entrants.filter((entrant) => entrant !== slow);
  for (const [index, { id, learned }] of [...inTime, ...(slow ? [slow] : [])].entries()) {
    fitted.set(id, id === slow?.id ? slowResult!() : fit(dataset, id, learned, learning));
    progress.update('contenders', index + 1, entrants.length);
  }
  const contenders = entrants.map(({ id, rows }): Contender => {
    const { name, ...role } = contenderRoles[id];
    return {
      id,
      ...role,
      ...(rows.length < train.length ? sampledName(name, rows.length, dataset) : { name }),
      canWin: role.canWin && rows === train && (!hasConstraints(learning) || CONSTRAINT_LEARNERS.includes(id)),
      probabilities: fitted.get(id)!.model.predictTable(dataset.table.take(test)),
    };
  });
  const people = humanJudgementContender(dataset, train, test);
  return { contenders: people ? [...contenders, people] : contenders, fitted };
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
