import { LightningElement, api } from 'lwc';
import { layOutChart, type Chart, type ChartLayout } from 'c/charts';
import { labels } from './labels';

interface TableRow {
  readonly key: string;
  readonly head: string;
  readonly cells: readonly { readonly key: string; readonly text: string }[];
}

/** Lines or dots over two axes, with a description for screen readers and a table that can be opened. */
export default class LineChart extends LightningElement {
  @api chart?: Chart;
  labels = labels;

  get layout(): ChartLayout | undefined {
    return this.chart && layOutChart(this.chart);
  }

  get hasLegend(): boolean {
    return (this.chart?.series.length ?? 0) > 1;
  }

  get header(): readonly { readonly key: string; readonly text: string }[] {
    return (this.chart?.header ?? []).map((text, index) => ({ key: String(index), text }));
  }

  get rows(): readonly TableRow[] {
    // Several rows may have the same rounded figures.
    return (this.chart?.rows ?? []).map(([head = '', ...cells], row) => ({
      key: String(row),
      head,
      cells: cells.map((text, index) => ({ key: String(index), text })),
    }));
  }
}
