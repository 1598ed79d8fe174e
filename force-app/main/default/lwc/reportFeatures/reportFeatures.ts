import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import { featureRows, type FeatureRow } from './featureRows';
import { labels } from './labels';

const MAX_FEATURES = 8;

/** The most important features of a model. Each opens to show the effects of its values. */
export default class ReportFeatures extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly FeatureRow[] {
    return featureRows(this.report?.features ?? [], MAX_FEATURES);
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }
}
