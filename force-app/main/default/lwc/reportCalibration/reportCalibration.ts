import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import type { Chart } from 'c/charts';
import { calibrationChart } from './calibrationChart';
import { labels } from './labels';

/** Whether the predicted percentages match how many leads converted. */
export default class ReportCalibration extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get help(): string {
    return this.report?.goal === 'won' ? labels.wonHelp : labels.help;
  }

  get chart(): Chart | undefined {
    return this.report?.calibration && calibrationChart(this.report.calibration, this.report.goal);
  }
}
