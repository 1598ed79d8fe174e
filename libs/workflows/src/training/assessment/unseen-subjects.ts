import type { Split } from '@leadlight/evaluation';
import type { Dataset } from '../examples/dataset.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';

const UNSEEN_EVERY = 5;

/**
 * The split of recurring subjects, without every fifth subject in training and with only those in the test part: how well a
 * model predicts subjects that it has not learned from.
 */
export function unseenSubjects({ leads }: Pick<Dataset, 'leads'>, split: Split): Split {
  const isUnseen = (row: number) => leads[row]! % UNSEEN_EVERY === 0;
  return {
    ...split,
    train: split.train.filter((row) => !isUnseen(row)),
    test: split.test.filter(isUnseen),
  };
}

/** Whether there is enough to learn from, and both outcomes to measure on. */
export function hasBothOutcomes(dataset: Pick<Dataset, 'labels'>, { train, test }: Split): boolean {
  const positive = test.reduce((sum, row) => sum + dataset.labels[row]!, 0);
  return hasEnoughOutcomes(dataset, train) && positive > 0 && positive < test.length;
}
