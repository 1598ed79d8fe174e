export { listPropensityChecks } from './check-history.ts';
export { addPropensity, changePropensity, getPropensity, type ManagePropensitiesPorts } from './manage-propensities.ts';
export {
  activatePropensityModel,
  deactivatePropensity,
  propensityModelReport,
  putPropensity,
  requestPropensityTraining,
  type AdministerPropensitiesPorts,
} from './administer-propensities.ts';
export {
  listPropensities,
  readPropensity,
  unscoredActivations,
  type PropensityDocumentPorts,
} from './propensity-documents.ts';
export { LEAD_CONVERTS, readLeadConverts, type LeadPropensityState } from './lead-converts.ts';
export { recordScore, type RecordScorePorts } from './record-score.ts';
export { checkPropensity, type CheckPropensityPorts, type PropensityCheck } from './check-propensity.ts';
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
