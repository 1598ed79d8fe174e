import { LightningElement, api } from 'lwc';
import type { TrainingReport } from '@leadlight/contract';
import { formatMeasuredShare, textsOfGoal } from 'c/reportFormat';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';

interface BandRow {
  readonly band: string;
  readonly snapshots: string;
  readonly converted: string;
  readonly share: string;
  readonly range: string;
}

const SUCCESS = {
  converted: { title: labels.converted, share: labels.share },
  won: { title: labels.won, share: labels.wonShare },
  reached: { title: labels.goalReached, share: labels.goalReachedShare },
};

/** How the held-out snapshots of each band turned out. */
export default class ReportBands extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  get rows(): readonly BandRow[] {
    return (this.report?.bands ?? []).map(({ band, rows, converted, interval: { low, high } }) => ({
      band,
      snapshots: formatCount(rows),
      converted: formatCount(converted),
      share: formatMeasuredShare(rows > 0 ? converted / rows : null),
      range:
        low === null || high === null ? '' : fill(labels.range, formatMeasuredShare(low), formatMeasuredShare(high)),
    }));
  }

  get convertedTitle(): string {
    return textsOfGoal(this.report?.goal, SUCCESS).title;
  }

  get shareTitle(): string {
    return textsOfGoal(this.report?.goal, SUCCESS).share;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }
}
