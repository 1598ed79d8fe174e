export { checkSummary, checkWrittenScores, type CheckedScores } from './check-written-scores.ts';
