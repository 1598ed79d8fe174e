import { learnerById, type LearnerId } from '@leadlight/learners';
import { DEFAULT_SCORING_SETTINGS } from '../administration/scoring-settings/default-settings.ts';
import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';
import { WorkflowError } from '../errors.ts';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { newestRows, type Dataset } from './examples/dataset.ts';

/** The settings to train with, and the reason, as a sentence, if they differ from the org's settings. */
export interface SupportedSettings<Settings> {
  readonly settings: Settings;
  readonly instead?: string;
}

/**
 * Replaces the learner named in the org's settings with the default one if there are more examples than it supports.
 * Otherwise a schedule would fail forever once the org has grown. A learner named for this training alone is not replaced,
 * but rejected by `trainModel`.
 */
export function withSupportedLearner<Settings extends Pick<AssessSettings, 'learner'>>(
  settings: Settings,
  { labels }: Dataset,
  { settings: requested }: TrainingRequest,
): SupportedSettings<Settings> {
  const { learner } = settings;
  const maxRows = maxRowsOf(learner);
  if (labels.length <= maxRows || requested?.learner !== undefined) return { settings };
  const instead = DEFAULT_SCORING_SETTINGS.learner;
  return {
    settings: { ...settings, learner: instead },
    instead: `The settings name ${learner}, which supports at most ${maxRows} snapshots, and there are ${labels.length}: "${instead}" was trained instead. Run "leadlight settings set learner=${instead}" to keep it so.`,
  };
}

/** Checked before the long comparison of learners. @throws WorkflowError `too_many_rows_for_learner` */
export function requireSupportedRows({ labels }: Dataset, learner: AssessSettings['learner']): void {
  const [rows, maxRows] = [labels.length, maxRowsOf(learner)];
  if (rows > maxRows) throw new WorkflowError('too_many_rows_for_learner', { learner, rows, maxRows });
}

/** The newest rows, as many as the learner supports. */
export function newestSupportedRows(
  { times }: Pick<Dataset, 'times'>,
  rows: Int32Array,
  learner: LearnerId,
): Int32Array {
  const maxRows = maxRowsOf(learner);
  return rows.length <= maxRows ? rows : newestRows({ times }, rows, maxRows);
}

const maxRowsOf = (learner: AssessSettings['learner']): number =>
  learner === 'best' ? Infinity : (learnerById(learner).maxRows ?? Infinity);
