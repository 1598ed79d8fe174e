import { learnerById, type LearnerId } from '@leadlight/learners';
import { WorkflowError } from '../errors.ts';
import type { AssessSettings } from './assessment/assess.ts';
import { newestRows, type Dataset } from './examples/dataset.ts';
import { DEFAULT_SCORING_SETTINGS } from '../administration/scoring-settings/default-settings.ts';
import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';

/** The settings to train by, and where they are not those of the org, why: a sentence. */
export interface SupportedSettings<Settings> {
  readonly settings: Settings;
  readonly instead?: string;
}

/**
 * A learner that the org's settings have named outgrows its limit as leads come in, and a schedule would fail for ever: the
 * default learner takes its place. One that is named for this training alone is refused by `trainModel`.
 */
export function withSupportedLearner<Settings extends Pick<AssessSettings, 'learner'>>(
  settings: Settings,
  { labels }: Dataset,
  { settings: asked }: TrainingRequest,
): SupportedSettings<Settings> {
  const { learner } = settings;
  const maxRows = maxRowsOf(learner);
  if (labels.length <= maxRows || asked?.learner !== undefined) return { settings };
  const instead = DEFAULT_SCORING_SETTINGS.learner;
  return {
    settings: { ...settings, learner: instead },
    instead: `The settings name ${learner}, which bears at most ${maxRows} looks, and there are ${labels.length}: "${instead}" was learned instead. Run "leadlight settings set learner=${instead}" to make it so.`,
  };
}

/** Said before all the work of a comparison, not after it. @throws WorkflowError `too_many_rows` */
export function requireSupportedRows({ labels }: Dataset, learner: AssessSettings['learner']): void {
  const maxRows = maxRowsOf(learner);
  if (labels.length <= maxRows) return;
  throw new WorkflowError(
    'too_many_rows',
    `${learner} bears at most ${maxRows} rows, and there are ${labels.length}. Use the forest, which learns from any number.`,
    { rows: labels.length, maxRows },
  );
}

/** As many of the rows as a learner bears, the newest of them. */
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
