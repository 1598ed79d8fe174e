export * from './run-summary.ts';
export { letterHtml, letterText, type ScoreLetter } from './score-letter.ts';
export { reportJson } from './report-json.ts';
export { modelReportOf } from './model-report/model-report.ts';
export type {
  FieldQuestion,
  GoalKind,
  LeadCounts,
  RepeatedRowCounts,
  TrainingFact,
  ModelReport,
  ModelReportInput,
  SegmentResult,
} from './model-report/model-report.ts';
export type { FeatureImportance, ExpectedAt, FeatureEffects, InteractingPair } from './model-report/feature-effects.ts';
export { verdictHeadline, verdictTemplates } from './model-report/report-verdict.ts';
export type { ReportVerdict, VerdictCode } from './model-report/report-verdict.ts';
export { goalWords, type GoalWords } from './model-report/goal-words.ts';
export { questionSentence } from './model-report/sentences.ts';
export { modelCardOf, type CardApproval, type ModelCard, type ModelCardInput } from './model-card/model-card.ts';
export { cardHtml, cardMarkdown } from './model-card/write-card.ts';
export { reportHtml } from './html/report-html.ts';
export { unmeasuredReport } from './model-report/unmeasured-report.ts';
export type { UnmeasuredInput } from './model-report/unmeasured-report.ts';
