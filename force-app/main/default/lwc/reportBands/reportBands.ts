import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import { formatMeasuredShare } from 'c/reportFormat';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';

interface BandRow {
  readonly band: string;
  readonly leads: string;
  readonly converted: string;
  readonly share: string;
  readonly range: string;
}

const REACHED = { title: labels.goalReached, share: labels.goalReachedShare };
const SUCCESS = {
  converted: { title: labels.converted, share: labels.share },
  opportunity: REACHED,
  won: { title: labels.won, share: labels.wonShare },
  status: REACHED,
} as const;

/** How the held-out leads of each band turned out. */
export default class ReportBands extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly BandRow[] {
    return (this.report?.bands ?? []).map(({ band, rows, converted, interval: { low, high } }) => ({
      band,
      leads: formatCount(rows),
      converted: formatCount(converted),
      share: formatMeasuredShare(rows > 0 ? converted / rows : null),
      range:
        low === null || high === null ? '' : fill(labels.range, formatMeasuredShare(low), formatMeasuredShare(high)),
    }));
  }

  get convertedTitle(): string {
    return SUCCESS[this.report?.goal ?? 'converted'].title;
  }

  get shareTitle(): string {
    return SUCCESS[this.report?.goal ?? 'converted'].share;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }
}
