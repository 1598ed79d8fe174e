import { LightningElement, api } from 'lwc';
import type { WhatIfSuggestion } from '@leadlight/contract';
import whatIf from '@salesforce/apex/LeadScoreController.whatIf';
import { reduceErrors } from 'c/errors';
import { fill, formatCount, formatPoints } from 'c/scoreFormat';
import { actionLabels, labels } from './labels';

interface SuggestionRow {
  readonly key: string;
  readonly actions: string;
  readonly gain: string;
}

/** What the user can do to raise a lead's score, fetched when they ask for it. */
export default class ScoreWhatIf extends LightningElement {
  labels = labels;
  rows: readonly SuggestionRow[] = [];
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
      const { suggestions, changeable } = await whatIf({ leadId, fields: null });
      if (leadId !== this.lead) return;
      this.rows = suggestions.map(rowOf);
      this.changeable = changeable;
      this.answered = true;
    } catch (error) {
      if (leadId === this.lead) this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      if (leadId === this.lead) this.busy = false;
    }
  }
}

function rowOf({ actions, score, band, points, reachesNextBand }: WhatIfSuggestion): SuggestionRow {
  const [gain, to] = [formatPoints(points), formatCount(score)];
  return {
    key: actions.join('+'),
    actions: actions.map((action) => actionLabels[action] ?? action).join(' + '),
    gain: reachesNextBand ? fill(labels.gainBand, gain, to, band) : fill(labels.gain, gain, to),
  };
}
