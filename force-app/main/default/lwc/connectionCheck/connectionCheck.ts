import { LightningElement } from 'lwc';
import checkHealth, { type HealthLine } from '@salesforce/apex/LeadlightAdminController.checkHealth';
import { reduceErrors } from 'c/errors';
import { labels, stateLabels } from './labels';

interface CheckRow extends HealthLine {
  readonly word: string;
  readonly stateClass: string;
}

/** Whether each part of lead scoring works in this org, with a remedy if it does not. */
export default class ConnectionCheck extends LightningElement {
  labels = labels;
  rows: readonly CheckRow[] = [];
  errors: readonly string[] = [];
  busy = true;

  override connectedCallback(): void {
    void this.check();
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleCheck(): void {
    void this.check();
  }

  private async check(): Promise<void> {
    this.busy = true;
    try {
      const lines = await checkHealth();
      this.rows = lines.map((line) => ({
        ...line,
        word: stateLabels[line.state],
        stateClass: `state state-${line.state}`,
      }));
      this.errors = [];
    } catch (error) {
      this.rows = [];
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
