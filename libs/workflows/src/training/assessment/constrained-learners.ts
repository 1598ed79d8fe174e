import type { LearnerId } from '@leadlight/learners';
import type { LearningSettings } from './fit.ts';

/** Who heeds monotone fields, pairs kept apart and a class weight. */
export const CONSTRAINT_LEARNERS: readonly LearnerId[] = ['forest', 'boosting'];

/** True where the settings ask for what only those heed, so that nobody else may be published. */
export const hasConstraints = ({
  monotonicConstraints = {},
  interactionConstraints = [],
  classWeight = 1,
}: Pick<LearningSettings, 'monotonicConstraints' | 'interactionConstraints' | 'classWeight'>): boolean =>
  Object.keys(monotonicConstraints).length > 0 || interactionConstraints.length > 0 || classWeight !== 1;
