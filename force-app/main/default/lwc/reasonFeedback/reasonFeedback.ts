import { LightningElement, api } from 'lwc';
import giveFeedback from '@salesforce/apex/LeadScoreController.giveFeedback';
import { reduceErrors } from 'c/errors';
import { fill } from 'c/scoreFormat';
import { labels } from './labels';

/** Identifies a score of a lead. */
export interface ScoreStamp {
  readonly leadId: string;
  readonly modelId: string;
  readonly inputHash: string;
}

const VERDICTS = [
  { verdict: 'wrong', text: labels.wrong },
  { verdict: 'out_of_date', text: labels.outOfDate },
  { verdict: 'helpful', text: labels.helpful },
] as const;

type Verdict = (typeof VERDICTS)[number]['verdict'];

/** Asks for feedback on a reason: wrong, out of date or helpful. */
export default class ReasonFeedback extends LightningElement {
  @api stamp?: ScoreStamp;
  @api feature?: string;
  /** The name of the reason. */
  @api name = '';
  verdicts = VERDICTS;
  labels = labels;
  opened = false;
  busy = false;
  thanked = false;
  errors: readonly string[] = [];

  get about(): string {
    return fill(labels.about, this.name);
  }

  get expanded(): string {
    return String(this.opened);
  }

  get asks(): boolean {
    return this.opened && !this.thanked;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleToggle(): void {
    this.opened = !this.opened;
  }

  handleVerdict(event: Event): void {
    void this.send((event.currentTarget as HTMLElement).dataset.verdict as Verdict);
  }

  private async send(verdict: Verdict): Promise<void> {
    const { stamp, feature } = this;
    if (!stamp || !feature || this.busy) return;
    const { leadId, modelId, inputHash } = stamp;
    this.busy = true;
    try {
      await giveFeedback({ leadId, feedback: { modelId, inputHash, verdict, feature } });
      this.thanked = true;
      this.errors = [];
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
