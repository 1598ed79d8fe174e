export type * from './explained-score.ts';
export { MIN_SCORE_OF_BAND, bandOf } from './bands.ts';
export { MAX_SCORE, MIN_SCORE, scoreOfProbability } from './percentile-score.ts';
export { wilsonInterval } from './peers.ts';
export { explainScore } from './explain-score.ts';
export { findScoreRaises } from './score-raises.ts';
export type { ScoreRaise } from './score-raises.ts';
