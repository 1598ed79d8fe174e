import type { ListedModel } from '@salesforce/apex/LeadlightAdminController.listModels';
import { comparisonText, formatMeasure, formatMeasuredShare, learnerName } from 'c/reportFormat';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

export interface ModelRow {
  readonly id: string;
  readonly version: string;
  readonly learner: string;
  readonly trainedAt: string;
  readonly active: boolean;
  readonly canActivate: boolean;
  /** AUC, calibration error and lift; empty if they were not measured. */
  readonly figures: string;
  /** Accuracy, precision and recall at the threshold; empty if they were not measured. */
  readonly decisions: string;
  /** Why it was published or not; empty if it was not compared. */
  readonly comparison: string;
  /** The confirmation question; empty until the user wants to activate the model. */
  readonly question: string;
  /** How it differs from the active model; empty without a question. */
  readonly difference: string;
  readonly warning: string;
}

/** The rows of the models, of which the user wants to activate `selectedId`. */
export function modelRows(models: readonly ListedModel[], selectedId: string | undefined): ModelRow[] {
  const active = models.find((model) => model.active);
  return models.map((model) => ({
    id: model.id,
    version: fill(labels.version, formatCount(model.version)),
    learner: learnerName(model.learner),
    trainedAt: fill(labels.trainedAt, formatInstant(model.trainedAt)),
    active: model.active,
    canActivate: !model.active && model.id !== selectedId,
    figures: figuresOf(model),
    decisions: decisionsOf(model),
    comparison: comparisonText(model.comparison),
    ...(model.id === selectedId ? questionOf(model, active) : { question: '', difference: '', warning: '' }),
  }));
}

function figuresOf({ holdout }: ListedModel): string {
  if (!holdout) return '';
  const { auc, ece, lift } = holdout;
  return fill(labels.figures, formatMeasure(auc, 2), formatMeasuredShare(ece), formatMeasure(lift, 1));
}

function decisionsOf({ holdout }: ListedModel): string {
  if (!holdout) return '';
  const { threshold, accuracy, precision, recall } = holdout.decisions;
  return fill(labels.decisions, ...[threshold, accuracy, precision, recall].map(formatMeasuredShare));
}

function questionOf(model: ListedModel, active: ListedModel | undefined) {
  const question = fill(labels.confirm, formatCount(model.version));
  const [own, other] = [model.holdout?.auc ?? null, active?.holdout?.auc ?? null];
  if (own === null) return { question, difference: '', warning: labels.warnUnknown };
  if (other === null) return { question, difference: '', warning: '' };
  const difference = fill(labels.difference, formatMeasure(own, 3), formatMeasure(other, 3));
  return { question, difference, warning: own < other ? labels.warnWorse : '' };
}
