export * from './analyse-experiment.ts';
export * from './experiments.ts';
export { experimentReportOf, plannedExperimentOf } from './wire.ts';
export { UPLIFT_LEARNERS, type ArmRate, type UpliftAssessment, type UpliftLearner } from './uplift/assess-uplift.ts';
export * from './uplift/uplift-of-experiment.ts';
export * from './uplift/uplift-of-table.ts';
