import { LightningElement, api } from 'lwc';
import listScores from '@salesforce/apex/RecordScoreController.listScores';
import { reduceErrors } from 'c/errors';
import { labels } from './labels';
import {
  scoreRow,
  storedRow,
  unscoredRow,
  type RecordScores as Answer,
  type ScoreRow,
  type StoredRow,
  type UnscoredRow,
} from './scoreRows';

/** The predictions about an account, an opportunity, a contact or a case, with their reasons. Read-only. */
export default class RecordScores extends LightningElement {
  labels = labels;
  errors: readonly string[] = [];
  busy = false;
  private answer?: Answer;
  private shownId?: string;

  @api get recordId(): string | undefined {
    return this.shownId;
  }
  set recordId(id: string | undefined) {
    if (id === this.shownId) return;
    this.shownId = id;
    this.answer = undefined;
    void this.load();
  }

  get rows(): readonly ScoreRow[] {
    return this.answer?.scores.map(scoreRow) ?? [];
  }

  /** The scores in the record's fields, where the service did not answer. */
  get stored(): readonly StoredRow[] {
    return this.answer?.stored?.map(storedRow) ?? [];
  }

  get unscored(): readonly UnscoredRow[] {
    return this.answer?.unscored.map(unscoredRow) ?? [];
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get isEmpty(): boolean {
    return (
      !this.busy && this.answer !== undefined && this.rows.length + this.unscored.length + this.stored.length === 0
    );
  }

  handleRefresh(): void {
    void this.load();
  }

  /** Ignores a response that arrives after the page has moved to another record. */
  private async load(): Promise<void> {
    const recordId = this.shownId;
    if (!recordId) return;
    this.busy = true;
    this.errors = [];
    try {
      const answer = JSON.parse(await listScores({ recordId })) as Answer;
      if (recordId === this.shownId) {
        this.answer = answer;
        if (answer.failure) this.errors = [answer.failure];
      }
    } catch (error) {
      if (recordId === this.shownId) {
        this.answer = undefined;
        this.errors = reduceErrors(error, labels.unknownError);
      }
    } finally {
      if (recordId === this.shownId) this.busy = false;
    }
  }
}
