import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import type { Chart } from 'c/charts';
import { textsOfGoal } from 'c/reportFormat';
import { calibrationChart } from './calibrationChart';
import { goalLabels, labels } from './labels';

/** Whether the predicted percentages match how many leads reached the goal. */
export default class ReportCalibration extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get help(): string {
    return textsOfGoal(this.report?.goal, goalLabels).help;
  }

  get chart(): Chart | undefined {
    return this.report?.calibration && calibrationChart(this.report.calibration, this.report.goal);
  }
}
