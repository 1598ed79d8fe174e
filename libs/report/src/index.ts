export * from './run-summary.ts';
export { reportJson } from './json.ts';
export { modelReportOf } from './model-report/model-report.ts';
export type { Fact, ModelReport, ModelReportInput, SegmentResult } from './model-report/model-report.ts';
export type { FeatureWorth, ForeseenAt, ReportEffects, WorkingPair } from './model-report/effects.ts';
export type { ReportVerdict, VerdictCode } from './model-report/verdict.ts';
export { reportHtml } from './html/report-html.ts';
export { unmeasuredReport } from './model-report/unmeasured.ts';
export type { UnmeasuredInput } from './model-report/unmeasured.ts';
