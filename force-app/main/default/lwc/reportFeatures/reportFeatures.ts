import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import { featureRows, type FeatureRow } from './featureRows';
import { labels } from './labels';

const STRONGEST = 8;

/** What moves a model's predictions most; each opens to the direction of its values. */
export default class ReportFeatures extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly FeatureRow[] {
    return featureRows(this.report?.features ?? [], STRONGEST);
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }
}
