export type {
  Band,
  ExplainedPrediction,
  ExplainedScore,
  Reason,
  ScoreSettings,
  ShownValue,
  SimilarLeads,
} from './explained-score.ts';
export { MIN_SCORE_OF_BAND, bandOf } from './bands.ts';
export { explainScore } from './explain-score.ts';
export { MAX_SCORE, MIN_SCORE, scoreOfProbability } from './percentile-score.ts';
export { findScoreRaises, type ScoreRaise } from './score-raises.ts';
