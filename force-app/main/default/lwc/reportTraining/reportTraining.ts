import { LightningElement, api } from 'lwc';
import type { ModelSummary, TrainingReport } from '@leadlight/contract';
import { trainingRows, type TrainingRow } from './trainingRows';
import { labels } from './labels';

/** How a model was trained and measured. */
export default class ReportTraining extends LightningElement {
  @api model?: ModelSummary;
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly TrainingRow[] {
    return this.model && this.report ? trainingRows(this.model, this.report) : [];
  }
}
