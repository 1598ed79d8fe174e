export type {
  Band,
  ExplainedPrediction,
  ExplainedScore,
  Reason,
  ScoreSettings,
  ShownValue,
  SimilarLeads,
} from './explained-score.ts';
export { toShownValue } from './explained-score.ts';
export { DEFAULT_BAND_SHARES, bandOf, type BandShares } from './bands.ts';
export { explainScore, unrankedScore } from './explain-score.ts';
export { MAX_SCORE, MIN_SCORE, scoreOfProbability } from './percentile-score.ts';
export { findScoreRaises, type ScoreRaise } from './score-raises.ts';
