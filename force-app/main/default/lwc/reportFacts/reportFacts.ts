import { LightningElement, api } from 'lwc';
import type { ModelSummary, TrainingReport } from '@leadlight/contract';
import { factRows, type FactRow } from './factRows';
import { labels } from './labels';

/** How a model was trained. */
export default class ReportFacts extends LightningElement {
  @api model?: ModelSummary;
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly FactRow[] {
    return this.model && this.report ? factRows(this.model, this.report) : [];
  }
}
