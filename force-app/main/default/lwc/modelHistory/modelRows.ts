import type { ModelCard } from '@leadlight/contract';
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
  readonly canLoadCard: boolean;
  /** The model card, to download; none until it is read. */
  readonly cardFiles: readonly CardFile[];
}

export interface CardFile {
  readonly name: string;
  readonly label: string;
  readonly address: string;
}

/** @param selectedId the model that the user wants to activate @param card the model card that was read last */
export function modelRows(
  models: readonly ListedModel[],
  selectedId: string | undefined,
  card: ModelCard | undefined,
): ModelRow[] {
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
    canLoadCard: model.id !== card?.modelId,
    cardFiles: card && model.id === card.modelId ? cardFilesOf(card) : [],
    ...(model.id === selectedId ? questionOf(model, active) : { question: '', difference: '', warning: '' }),
  }));
}

/** As data URLs, which need no server and which the page's content security policy lets the user download. */
function cardFilesOf({ version, html, markdown }: ModelCard): readonly CardFile[] {
  const number = formatCount(version);
  return [
    {
      name: `model-card-v${version}.html`,
      label: fill(labels.cardHtml, number),
      address: `data:text/html;charset=utf-8,${encodeURIComponent(html)}`,
    },
    {
      name: `model-card-v${version}.md`,
      label: fill(labels.cardMarkdown, number),
      address: `data:text/markdown;charset=utf-8,${encodeURIComponent(markdown)}`,
    },
  ];
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
