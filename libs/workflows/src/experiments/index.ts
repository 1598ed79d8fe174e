export * from './analyse-experiment.ts';
export * from './experiments.ts';
export { experimentReportOf, plannedExperimentOf } from './wire.ts';
export { isScoreWithheld, withheldLeads } from './withhold-scores.ts';
