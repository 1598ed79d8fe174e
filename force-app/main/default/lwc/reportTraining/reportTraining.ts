import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import type { ListedModel } from '@salesforce/apex/LeadlightAdminController.listModels';
import { trainingRows, type TrainingRow } from './trainingRows';
import { labels } from './labels';

/** How a model was trained and measured. */
export default class ReportTraining extends LightningElement {
  @api model?: ListedModel;
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly TrainingRow[] {
    return this.model && this.report ? trainingRows(this.model, this.report) : [];
  }
}
