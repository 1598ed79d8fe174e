import { LightningElement, api } from 'lwc';
import type { OrgFields } from 'c/orgFields';
import type { ScoreStamp } from 'c/reasonFeedback';
import { fill } from 'c/scoreFormat';
import type { Explanation } from 'c/storedScore';
import { labels, subjectLabels } from './labels';
import { reasonRows, type ReasonRow } from './reasonRows';

const MAX_REASONS_AT_FIRST = 5;

/** The reasons for a score, each with its points and the lead's value. */
export default class ScoreReasons extends LightningElement {
  @api explanation?: Explanation;
  /** How the org labels and displays the lead's fields. */
  @api orgFields?: OrgFields;
  /** Identifies the score for feedback on its reasons; absent for a stored score. */
  @api stamp?: ScoreStamp;
  /** What the score is of: a lead, or another record. */
  @api subject: 'lead' | 'record' = 'lead';
  /** Whether a high score is bad news, as with churn: what raises it is then red. */
  @api unfavourable = false;
  labels = labels;
  showsAll = false;

  get rows(): ReasonRow[] {
    if (!this.explanation) return [];
    return reasonRows(
      this.explanation,
      this.showsAll ? this.explanation.reasons.length : MAX_REASONS_AT_FIRST,
      this.orgFields,
      this.subject,
    );
  }

  get rowsClass(): string {
    return this.unfavourable ? 'rows unfavourable' : 'rows';
  }

  get hasReasons(): boolean {
    return (this.explanation?.reasons.length ?? 0) > 0;
  }

  get noneText(): string {
    return subjectLabels[this.subject].none;
  }

  get hasMore(): boolean {
    return (this.explanation?.reasons.length ?? 0) > MAX_REASONS_AT_FIRST;
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
