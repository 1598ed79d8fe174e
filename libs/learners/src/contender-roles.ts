import type { LearnerId } from './learner.ts';

/** The role of a learner in a comparison. */
export interface ContenderRole {
  /** For people, in English. */
  readonly name: string;
  /** 0 = simplest. Among learners that a paired test cannot distinguish, the simplest one is published. */
  readonly complexity: number;
  /** False for the baselines: the average, and the points table that teams use today. */
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
  blend: { name: 'the blend', complexity: 7, canWin: true },
};
