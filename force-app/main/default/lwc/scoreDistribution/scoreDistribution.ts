import { LightningElement } from 'lwc';
import countByBand from '@salesforce/apex/LeadlightAdminController.countByBand';
import { reduceErrors } from 'c/errors';
import { formatCount, formatShare } from 'c/scoreFormat';
import { labels } from './labels';

interface BandRow {
  readonly band: string;
  readonly open: string;
  readonly converted: string;
  readonly share: string;
  readonly barClass: string;
  readonly barStyle: string;
}

/** The open and converted leads of each band, which show whether the score is reliable. */
export default class ScoreDistribution extends LightningElement {
  labels = labels;
  rows: readonly BandRow[] = [];
  errors: readonly string[] = [];
  busy = true;

  override connectedCallback(): void {
    void this.load();
  }

  get isEmpty(): boolean {
    return !this.busy && this.errors.length === 0 && this.rows.length === 0;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  private async load(): Promise<void> {
    try {
      const counts = await countByBand();
      const maxLeads = Math.max(...counts.map(({ open, converted }) => open + converted));
      this.rows = counts.map(({ band, open, converted }) => ({
        band,
        open: formatCount(open),
        converted: formatCount(converted),
        share: formatShare(converted / Math.max(1, open + converted)),
        barClass: `bar band-${band.toLowerCase()}`,
        barStyle: `width:${((100 * (open + converted)) / maxLeads).toFixed(1)}%`,
      }));
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
