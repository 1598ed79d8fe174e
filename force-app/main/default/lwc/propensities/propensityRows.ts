import type { Job, Propensity } from '@leadlight/contract';
import { propensityName } from 'c/recordFeatures';
import { formatMeasure, formatMeasuredShare } from 'c/reportFormat';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

/** What the user is asked to confirm. */
export interface Question {
  readonly propensityId: string;
  /** The model to activate; absent = deactivate. */
  readonly modelId?: string;
}

export interface PropensityRow {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly state: string;
  /** Of the newest model; empty where none was trained. */
  readonly figures: string;
  /** The last training in a sentence; empty where there was none lately. */
  readonly training: string;
  readonly progress: { readonly step: string; readonly done: number; readonly total: number } | undefined;
  readonly cannotTrain: boolean;
  readonly reportLabel: string;
  /** Empty where no model is active. */
  readonly checksLabel: string;
  /** Empty where the newest model is active, or none was trained. */
  readonly activateLabel: string;
  readonly canDeactivate: boolean;
  /** Empty unless the user is asked. */
  readonly question: string;
  readonly confirmLabel: string;
}

export const isOpen = (job: Job | null): boolean => job?.state === 'waiting' || job?.state === 'running';

function trainingText({ training }: Propensity, name: string): string {
  if (!training) return '';
  const { state, requestedAt, startedAt, endedAt, result, failure } = training;
  const what = fill(labels.job, name);
  if (state === 'waiting') return fill(labels.waits, what, formatInstant(requestedAt));
  if (state === 'running') return fill(labels.runs, what, formatInstant(startedAt ?? requestedAt));
  const ended = formatInstant(endedAt ?? requestedAt);
  if (failure) return fill(labels.failed, what, ended, failure.message);
  if (result?.kind !== 'train') return '';
  return fill(result.published ? labels.published : labels.notPublished, what, ended, formatCount(result.version));
}

function stateText({ activeModel, newestModel, scoredRecords }: Propensity): string {
  if (activeModel) return fill(labels.active, formatCount(activeModel.version), formatCount(scoredRecords));
  return newestModel ? labels.inactive : labels.untrained;
}

function figuresText({ newestModel }: Propensity): string {
  if (!newestModel) return '';
  const { version, trainedAt, holdout } = newestModel;
  return fill(
    labels.figures,
    ...[formatCount(version), formatInstant(trainedAt)],
    ...[formatMeasure(holdout?.auc, 2), formatMeasuredShare(holdout?.ece)],
  );
}

function questionText({ definition, models }: Propensity, question: Question | undefined): string {
  if (!question) return '';
  if (question.modelId === undefined) return labels.deactivateQuestion;
  const version = models.find(({ id }) => id === question.modelId)?.version ?? 0;
  return fill(
    definition.writeBack === null ? labels.activateQuestionShown : labels.activateQuestion,
    formatCount(version),
  );
}

/**
 * @param reportId the propensity whose report is shown
 * @param checkedId the propensity whose checks are shown
 */
export function propensityRow(
  propensity: Propensity,
  asked: Question | undefined,
  reportId: string | undefined,
  checkedId: string | undefined,
): PropensityRow {
  const { propensityId: id, label, objectName, horizonDays, activeModel, newestModel, training } = propensity;
  const name = propensityName(id, label);
  const question = asked?.propensityId === id ? asked : undefined;
  const { step, done = 0, total } = training?.progress ?? {};
  const canActivate = newestModel && newestModel.id !== activeModel?.id;
  return {
    ...{ id, name },
    about: fill(labels.about, objectName, formatCount(horizonDays)),
    state: stateText(propensity),
    figures: figuresText(propensity),
    training: trainingText(propensity, name),
    progress: step === undefined ? undefined : { step, done, total: total ?? Math.max(1, done) },
    cannotTrain: isOpen(training),
    reportLabel: newestModel ? (reportId === id ? labels.hideReport : labels.showReport) : '',
    checksLabel: activeModel ? (checkedId === id ? labels.hideChecks : labels.showChecks) : '',
    activateLabel: canActivate && !question ? fill(labels.activate, formatCount(newestModel.version)) : '',
    canDeactivate: activeModel !== null && !question,
    question: questionText(propensity, question),
    confirmLabel: question?.modelId === undefined ? labels.deactivate : labels.confirm,
  };
}
