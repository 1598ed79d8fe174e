export { changeScoringSettings, undoScoringSettings, type ChangeSettingsPorts } from './change-scoring-settings.ts';
export { DEFAULT_SCORING_SETTINGS } from './default-settings.ts';
export { readScoringSettings, scoringSettingsOf, type ReadSettingsPorts } from './read-scoring-settings.ts';
export { SettingsInvalidError, type SettingsProblem } from './settings-error.ts';
export { orgTrainSettings, type OrgTrainSettings, type TrainingRequest } from './org-train-settings.ts';
