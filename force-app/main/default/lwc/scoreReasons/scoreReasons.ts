import { LightningElement, api } from 'lwc';
import type { OrgWords } from 'c/orgWords';
import type { ScoreStamp } from 'c/reasonFeedback';
import { fill } from 'c/scoreFormat';
import type { Explanation } from 'c/storedScore';
import { labels } from './labels';
import { reasonRows, type ReasonRow } from './reasonRows';

const STRONGEST = 5;

/** Why a score is what it is: each reason with its direction, its points and the lead's own value. */
export default class ScoreReasons extends LightningElement {
  @api explanation?: Explanation;
  /** How the org names and writes the lead's fields. */
  @api orgWords?: OrgWords;
  /** Which score this is, so that something can be said of its reasons; absent where it is only stored. */
  @api stamp?: ScoreStamp;
  labels = labels;
  showsAll = false;

  get rows(): ReasonRow[] {
    if (!this.explanation) return [];
    return reasonRows(this.explanation, this.showsAll ? this.explanation.reasons.length : STRONGEST, this.orgWords);
  }

  get hasReasons(): boolean {
    return (this.explanation?.reasons.length ?? 0) > 0;
  }

  get hasMore(): boolean {
    return (this.explanation?.reasons.length ?? 0) > STRONGEST;
  }

  get toggleLabel(): string {
    return this.showsAll ? labels.showFewer : fill(labels.showAll, this.explanation?.reasons.length ?? 0);
  }

  get expanded(): string {
    return String(this.showsAll);
  }

  handleToggle(): void {
    this.showsAll = !this.showsAll;
  }
}
