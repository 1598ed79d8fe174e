import { LightningElement, api } from 'lwc';
import type { WhatIfChange } from '@leadlight/contract';
import whatIf from '@salesforce/apex/LeadScoreController.whatIf';
import { reduceErrors } from 'c/errors';
import { featureLabel, featureValue } from 'c/featureLabels';
import { fill, formatCount, formatPoints } from 'c/scoreFormat';
import { labels } from './labels';

interface RaiseRow {
  readonly key: string;
  readonly change: string;
  readonly gain: string;
}

/** The changes that would raise a lead's score most, fetched when the user asks for them. */
export default class ScoreWhatIf extends LightningElement {
  labels = labels;
  rows: readonly RaiseRow[] = [];
  /** API names of the fields whose values can be tried. */
  changeable: readonly string[] = [];
  errors: readonly string[] = [];
  busy = false;
  answered = false;
  private lead?: string;

  /** Another lead clears the result of the previous one. */
  @api
  get leadId(): string | undefined {
    return this.lead;
  }
  set leadId(leadId: string | undefined) {
    if (leadId === this.lead) return;
    this.lead = leadId;
    this.rows = [];
    this.errors = [];
    this.busy = false;
    this.answered = false;
  }

  get isClosed(): boolean {
    return !this.busy && !this.answered;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  handleAsk(): void {
    void this.ask();
  }

  private async ask(): Promise<void> {
    const { lead: leadId } = this;
    if (!leadId) return;
    this.busy = true;
    this.errors = [];
    try {
      const { raises, changeable } = await whatIf({ leadId, fields: null });
      if (leadId !== this.lead) return;
      this.rows = raises.map(rowOf);
      this.changeable = changeable;
      this.answered = true;
    } catch (error) {
      if (leadId === this.lead) this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      if (leadId === this.lead) this.busy = false;
    }
  }
}

function rowOf(raise: WhatIfChange): RaiseRow {
  return {
    key: raise.feature,
    change: fill(
      labels.change,
      featureLabel(raise),
      featureValue(raise, raise.suggestedValue),
      featureValue(raise, raise.currentValue),
    ),
    gain: fill(labels.gain, formatPoints(raise.points), formatCount(raise.score)),
  };
}
