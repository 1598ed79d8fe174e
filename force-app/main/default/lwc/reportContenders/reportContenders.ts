import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import { contenderRows, type ContenderRow } from './contenderRows';
import { labels } from './labels';

/** A model and its contenders, measured on the same leads. */
export default class ReportContenders extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly ContenderRow[] {
    return contenderRows(this.report?.leaderboard ?? [], this.report?.published);
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }
}
