export { checkedSentence, checkWrittenScores, type CheckedScores } from './check-written-scores.ts';
