import type { ThresholdOptions } from '@leadlight/evaluation';
import type { LearnerId } from '@leadlight/learners';
import type { LearningSettings } from './fit.ts';

export interface AssessSettings extends LearningSettings {
  /** The learner to publish; `best` = the winner of the leaderboard. */
  readonly learner: LearnerId | 'best';
  /** `qualified` is probability ≥ threshold. */
  readonly threshold: number;
  /** Share of the rows held out for the evaluation. */
  readonly holdout: number;
  /** Suspect fields that are used nevertheless. */
  readonly allow?: readonly string[];
  readonly thresholdOptions?: ThresholdOptions;
  /** Whether to repeat the evaluation for each past month, with one training for each. */
  readonly backtest?: boolean;
  /** A categorical feature, by name or field: its segments may get their own models or offsets. */
  readonly segmentBy?: string;
  /** Fields, features or columns by whose values the report measures groups of leads. */
  readonly groupFields?: readonly string[];
  /** Percent of the leads by band; the default shares where absent. */
  readonly bandShares?: Readonly<Record<'A' | 'B' | 'C' | 'D', number>>;
}
