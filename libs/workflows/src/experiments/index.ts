export * from './analyse-experiment.ts';
export * from './experiments.ts';
export { experimentReportOf, plannedExperimentOf } from './wire.ts';
