import { MIN_LEADS_PER_OUTCOME, type Contender } from '@leadlight/evaluation';
import { contenderRoles, learnerIds, type LearnerId } from '@leadlight/learners';
import type { Progress } from '../../ports/index.ts';
import { newestRows, type Dataset } from '../examples/dataset.ts';
import { fit, type Fitted, type LearningSettings } from './fit.ts';
import { CONSTRAINT_LEARNERS, hasConstraints } from './constrained-learners.ts';

/** Half of what it bears, unless it is to be published: its time grows with the square of the rows. */
const MAX_CONTENDER_ROWS: Partial<Record<LearnerId, number>> = { 'ml-random-forest': 500 };

/** How contenders learn, and who is to be published where that is settled beforehand. */
export interface ContenderSettings extends LearningSettings {
  readonly learner?: LearnerId | 'best';
}

/**
 * Everybody who can predict, learned on `train` and asked about `test`. One with a cap on its rows, unless it is the one to
 * be published, learns from the newest that it bears; where an order, pairs or a class
 * weight are prescribed, only who heeds them can win.
 */
export function trainContenders(
  dataset: Dataset,
  train: Int32Array,
  test: Int32Array,
  learning: ContenderSettings,
  progress: Progress,
  among: readonly LearnerId[] = learnerIds,
): { readonly contenders: readonly Contender[]; readonly fitted: ReadonlyMap<string, Fitted> } {
  const fitted = new Map<string, Fitted>();
  const contenders: Contender[] = [];
  among.forEach((id, place) => {
    const mostRows = id === learning.learner ? Infinity : (MAX_CONTENDER_ROWS[id] ?? Infinity);
    const rows = train.length > mostRows ? newestRows(dataset, train, mostRows) : train;
    if (rows !== train && !hasEnoughOutcomes(dataset, rows)) return;
    const learned = fit(dataset, id, rows, learning);
    const { name, ...role } = contenderRoles[id];
    fitted.set(id, learned);
    contenders.push({
      ...{ id, ...role },
      name: rows.length < train.length ? `${name} (on the ${rows.length} newest)` : name,
      canWin: role.canWin && rows === train && (!hasConstraints(learning) || CONSTRAINT_LEARNERS.includes(id)),
      probabilities: learned.model.predictTable(dataset.table.take(test)),
    });
    progress.update('contenders', place + 1, among.length);
  });
  const people = humanJudgementContender(dataset, train, test);
  return { contenders: people ? [...contenders, people] : contenders, fitted };
}

/** Whether a model can be made of these rows. */
export function hasEnoughOutcomes({ labels }: Pick<Dataset, 'labels'>, rows: Int32Array): boolean {
  const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
  return Math.min(converted, rows.length - converted) >= MIN_LEADS_PER_OUTCOME;
}

/** Weight of the base rate against what was seen of one judgement. */
const PRIOR_ROWS = 10;

/** What people's own judgement was worth: how often leads with that judgement converted before. */
function humanJudgementContender(
  { judgement, labels }: Dataset,
  train: Int32Array,
  test: Int32Array,
): Contender | undefined {
  if (!judgement || train.every((row) => judgement[row] === null)) return undefined;
  const seen = new Map<string | null, { rows: number; converted: number }>();
  let converted = 0;
  for (const row of train) {
    const count = seen.get(judgement[row]!) ?? { rows: 0, converted: 0 };
    count.rows += 1;
    count.converted += labels[row]!;
    converted += labels[row]!;
    seen.set(judgement[row]!, count);
  }
  const baseRate = converted / train.length;
  const probabilities = Float64Array.from(test, (row) => {
    const count = seen.get(judgement[row]!) ?? { rows: 0, converted: 0 };
    return (count.converted + PRIOR_ROWS * baseRate) / (count.rows + PRIOR_ROWS);
  });
  return { id: 'people', name: 'people’s own rating and status', complexity: 0, canWin: false, probabilities };
}
