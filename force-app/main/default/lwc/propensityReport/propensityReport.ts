import { LightningElement, api } from 'lwc';
import type { ModelSummary, PropensityModel, TrainingReport } from '@leadlight/contract';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';
import { contenderRows, countSentences, featureRows, suspects } from './reportRows';

/** What a training of a propensity measured: whether its model can be relied on, its figures, contenders and features. */
export default class PropensityReport extends LightningElement {
  @api model?: ModelSummary | PropensityModel;
  @api report?: TrainingReport;
  labels = labels;

  get heading(): string {
    return fill(labels.title, formatCount(this.model?.version ?? 0));
  }

  get complete(): TrainingReport | undefined {
    return this.report?.verdict ? this.report : undefined;
  }

  get noneText(): string {
    return fill(labels.none, formatCount(this.model?.version ?? 0));
  }

  get counts(): readonly string[] {
    return countSentences(this.model ?? {}, this.report ?? {});
  }

  get contenders(): ReturnType<typeof contenderRows> {
    return contenderRows(this.report ?? {});
  }

  get features(): ReturnType<typeof featureRows> {
    return featureRows(this.report ?? {});
  }

  get suspects(): readonly string[] {
    return suspects(this.report ?? {});
  }

  get hasSuspects(): boolean {
    return this.suspects.length > 0;
  }
}
