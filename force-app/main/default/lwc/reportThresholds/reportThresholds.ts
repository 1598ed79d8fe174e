import { LightningElement, api } from 'lwc';
import type { ScoringSettingsState, TrainingReport } from '@leadlight/contract';
import changeSettings from '@salesforce/apex/ScoringSettingsController.changeSettings';
import readSettings, { type SettingsResponse } from '@salesforce/apex/ScoringSettingsController.readSettings';
import { reduceErrors } from 'c/errors';
import { formatMeasuredShare } from 'c/reportFormat';
import { fill } from 'c/scoreFormat';
import { labels } from './labels';

type Choice = NonNullable<TrainingReport['thresholds']>[number];

interface ThresholdRow {
  readonly name: string;
  readonly label: string;
  readonly threshold: string;
  readonly called: string;
  readonly accuracy: string;
  readonly precision: string;
  readonly recall: string;
  readonly isInForce: boolean;
}

const NAMES: Readonly<Record<Choice['name'], string>> = {
  half: labels.half,
  bestF1: labels.bestF1,
  capacity: labels.capacity,
  value: labels.value,
};
/** Settings keep four decimals of a threshold. */
const rounded = (threshold: number): number => Math.round(threshold * 10_000) / 10_000;

/**
 * The thresholds from which leads may qualify, with what each would give, and the one in force. Fires `settingschange` when one
 * is adopted.
 */
export default class ReportThresholds extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  done = '';
  private state?: ScoringSettingsState;

  override connectedCallback(): void {
    void this.update(readSettings(), '');
  }

  get rows(): readonly ThresholdRow[] {
    const inForce = this.state?.settings.threshold;
    return (this.report?.thresholds ?? []).map(({ name, called, decisions }) => ({
      name,
      label: NAMES[name],
      threshold: formatMeasuredShare(decisions.threshold),
      called: formatMeasuredShare(called),
      accuracy: formatMeasuredShare(decisions.accuracy),
      precision: formatMeasuredShare(decisions.precision),
      recall: formatMeasuredShare(decisions.recall),
      isInForce: inForce !== undefined && rounded(inForce) === rounded(decisions.threshold),
    }));
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleAdopt(event: Event): void {
    const { name } = (event.currentTarget as HTMLElement).dataset;
    const chosen = this.report?.thresholds?.find((choice) => choice.name === name);
    if (!chosen || !this.state || this.busy) return;
    const threshold = rounded(chosen.decisions.threshold);
    const change = JSON.stringify({ basedOn: this.state.revision, change: { threshold } });
    void this.update(changeSettings({ change }), fill(labels.adopted, formatMeasuredShare(threshold)));
  }

  private async update(response: Promise<SettingsResponse>, done: string): Promise<void> {
    this.busy = true;
    this.errors = [];
    try {
      this.state = JSON.parse((await response).state) as ScoringSettingsState;
      this.done = done;
      if (done) this.dispatchEvent(new CustomEvent('settingschange'));
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
