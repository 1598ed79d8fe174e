export { ActiveModels } from './active-models.ts';
export { coalesceHistoryReads } from './coalesce-history-reads.ts';
export { rankedLeads, type RankedLeadsPorts } from './ranked-leads.ts';
export { leadScoreHistory } from './lead-score-history.ts';
export { OrgFieldNames } from './org-field-names.ts';
export { MAX_PEOPLE } from './people.ts';
export { scoreHistories, type ScoredHistory } from './score-histories.ts';
export { scoreLeads, type ScoreLeadsPorts, type ScoreLeadsResult, type ScoringPorts } from './score-leads.ts';
export {
  scoreLeadsOnce,
  type IdempotentRequest,
  type ScoreLeadsOncePorts,
  type ScoreLeadsOnceResult,
} from './score-leads-once.ts';
export * from './score-open-leads.ts';
export { scoreRow } from './score-rows.ts';
export * from './score-table.ts';
export { scoringModelOf, type ScoringModel } from './scoring-model.ts';
export { whatIf } from './what-if.ts';
export { leadScoreOf, logEntryOf, modelStampOf } from './wire.ts';
export { replayAllScores, ScoreReplay, type Replay, type ReplayCounts, type ReplayedScore } from './replay-scores.ts';
