import { LightningElement, api } from 'lwc';
import { drawn, type Chart, type Drawn } from 'c/charts';
import { labels } from './labels';

interface TableRow {
  readonly key: string;
  readonly head: string;
  readonly cells: readonly { readonly key: string; readonly text: string }[];
}

/** Lines or dots over two axes. What it shows is said in words, and stands in a table that can be opened. */
export default class LineChart extends LightningElement {
  @api chart?: Chart;
  labels = labels;

  get drawn(): Drawn | undefined {
    return this.chart && drawn(this.chart);
  }

  get hasLegend(): boolean {
    return (this.chart?.series.length ?? 0) > 1;
  }

  get header(): readonly { readonly key: string; readonly text: string }[] {
    return (this.chart?.header ?? []).map((text, index) => ({ key: String(index), text }));
  }

  get rows(): readonly TableRow[] {
    // Rounded figures of several rows may read alike.
    return (this.chart?.rows ?? []).map(([head = '', ...cells], row) => ({
      key: String(row),
      head,
      cells: cells.map((text, index) => ({ key: String(index), text })),
    }));
  }
}
