import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';
import { countFine, leakageRows, type LeakageRow } from './leakageRows';

/** Fields that a model does not use because they tell the outcome, or cannot be known in time, with the evidence. */
export default class ReportLeakage extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly LeakageRow[] {
    return this.report ? leakageRows(this.report) : [];
  }

  get isKnown(): boolean {
    return this.report?.leakage !== undefined;
  }

  get fine(): string {
    return this.report ? fill(labels.fine, formatCount(countFine(this.report))) : '';
  }
}
