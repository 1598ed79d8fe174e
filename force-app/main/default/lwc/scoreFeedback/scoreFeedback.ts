import { LightningElement, api } from 'lwc';
import giveFeedback from '@salesforce/apex/LeadScoreController.giveFeedback';
import { reduceErrors } from 'c/errors';
import { labels } from './labels';

/** Asks for feedback on a lead's score: yes, or no and why. */
export default class ScoreFeedback extends LightningElement {
  @api leadId?: string;
  /** The model whose score is shown. */
  @api modelId?: string;
  /** The input hash of the score, which identifies it. */
  @api inputHash?: string;
  labels = labels;
  errors: readonly string[] = [];
  busy = false;
  disagrees = false;
  thanked = false;

  get asks(): boolean {
    return !this.disagrees && !this.thanked;
  }

  get asksWhy(): boolean {
    return this.disagrees && !this.thanked;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleAgree(): void {
    void this.send('agree', '');
  }

  handleDisagree(): void {
    this.disagrees = true;
  }

  handleSend(): void {
    void this.send('disagree', this.template?.querySelector('textarea')?.value ?? '');
  }

  private async send(verdict: 'agree' | 'disagree', comment: string): Promise<void> {
    const { leadId, modelId, inputHash } = this;
    if (!leadId || !modelId || this.busy) return;
    this.busy = true;
    try {
      await giveFeedback({ leadId, feedback: { modelId, inputHash, verdict, comment } });
      this.thanked = true;
      this.errors = [];
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
