import type { LearnerId } from './learner.ts';

/** How a learner enters a comparison. */
export interface ContenderRole {
  /** English, for people. */
  readonly name: string;
  /** 0 = simplest; of learners that differ by noise the simplest is published. */
  readonly complexity: number;
  /** False for what others are measured by: the average, and the points table that teams use today. */
  readonly canWin: boolean;
}

export const contenderRoles: Readonly<Record<LearnerId, ContenderRole>> = {
  'base-rate': { name: 'the average', complexity: 0, canWin: false },
  rules: { name: 'the points table', complexity: 1, canWin: false },
  'naive-bayes': { name: 'naive Bayes', complexity: 2, canWin: true },
  logistic: { name: 'logistic regression', complexity: 3, canWin: true },
  'ml-random-forest': { name: 'ml-random-forest', complexity: 4, canWin: true },
  forest: { name: 'the forest', complexity: 5, canWin: true },
  boosting: { name: 'boosting', complexity: 6, canWin: true },
};
