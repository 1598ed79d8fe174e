import { LightningElement, api } from 'lwc';
import readAccountLeads from '@salesforce/apex/RecordScoreController.readAccountLeads';
import { reduceErrors } from 'c/errors';
import { accountText, type AccountLeads as Answer, type AccountText } from './accountText';
import { labels } from './labels';

/** The open leads of an account as a whole: the probability that at least one converts, with the people. Read-only. */
export default class AccountLeads extends LightningElement {
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

  get text(): AccountText | undefined {
    return this.answer && accountText(this.answer);
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleRefresh(): void {
    void this.load();
  }

  /** Ignores a response that arrives after the page has moved to another record. */
  private async load(): Promise<void> {
    const accountId = this.shownId;
    if (!accountId) return;
    this.busy = true;
    this.errors = [];
    try {
      const answer = JSON.parse(await readAccountLeads({ accountId })) as Answer;
      if (accountId === this.shownId) this.answer = answer;
    } catch (error) {
      if (accountId === this.shownId) {
        this.answer = undefined;
        this.errors = reduceErrors(error, labels.unknownError);
      }
    } finally {
      if (accountId === this.shownId) this.busy = false;
    }
  }
}
