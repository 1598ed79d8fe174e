export { ActiveModels } from './active-models.ts';
export { coalesceHistoryReads } from './coalesce-history-reads.ts';
export { leadScoreHistory } from './lead-score-history.ts';
export { scoreLeads, type ScoreLeadsResult, type ScoreLeadsPorts } from './score-leads.ts';
export { scoreHistories, scoreOneHistory, type ScoredHistory } from './score-histories.ts';
export { scoreRow } from './score-rows.ts';
export { scoringModelOf, type ScoringModel } from './scoring-model.ts';
export { leadScoreOf, logEntryOf, modelStampOf } from './wire.ts';
export {
  scoreLeadsOnce,
  type ScoreLeadsOnceResult,
  type IdempotentRequest,
  type ScoreLeadsOncePorts,
} from './score-leads-once.ts';
