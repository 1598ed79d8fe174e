export { ActiveModels } from './active-models.ts';
export { gatherHistories } from './gather-histories.ts';
export { leadScoreHistory } from './lead-score-history.ts';
export { scoreLeads, type AnswerMade, type ScoreLeadsPorts } from './score-leads.ts';
export { scoreHistories, scoreOneHistory, type ScoredHistory } from './score-histories.ts';
export { scoreRow } from './score-rows.ts';
export { scoringModelOf, type ScoringModel } from './scoring-model.ts';
export { leadScoreOf, logEntryOf, modelStampOf } from './wire.ts';
export { scoreLeadsOnce, type AnswerOnce, type RequestName, type ScoreLeadsOncePorts } from './score-leads-once.ts';
