import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import type { Chart } from 'c/charts';
import { labels } from './labels';
import { aucChart, ratesChart } from './overTime';

/** The quality of a model from month to month. */
export default class ReportOverTime extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get charts(): readonly { readonly key: string; readonly chart: Chart }[] {
    const { months, backtest, goal } = this.report ?? {};
    const rates = months && ratesChart(months, goal);
    const auc = backtest && aucChart(backtest);
    return [...(rates ? [{ key: 'rates', chart: rates }] : []), ...(auc ? [{ key: 'auc', chart: auc }] : [])];
  }

  get hasCharts(): boolean {
    return this.charts.length > 0;
  }
}
