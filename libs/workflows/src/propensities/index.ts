export { addPropensity, changePropensity, getPropensity, type ManagePropensitiesPorts } from './manage-propensities.ts';
export { scoreSubjects, type ScoreSubjectsPorts, type SubjectsScored } from './score-subjects.ts';
export { buildSubjectDataset, readSubjectHistories, type SubjectDataset } from './subject-dataset.ts';
export type { ExampleCounts } from './subject-examples.ts';
export { syncSubjects, type SyncSubjectsPorts } from './sync-subjects.ts';
export {
  trainPropensity,
  type PropensityTraining,
  type PropensityTrainingRequest,
  type TrainPropensityPorts,
} from './train-propensity.ts';
