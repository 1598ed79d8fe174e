import { LightningElement } from 'lwc';
import checkHealth, { type HealthLine } from '@salesforce/apex/LeadlightAdminController.checkHealth';
import scheduleRetries from '@salesforce/apex/LeadlightAdminController.scheduleRetries';
import { reduceErrors } from 'c/errors';
import { labels, stateLabels } from './labels';

interface CheckRow extends HealthLine {
  readonly word: string;
  readonly stateClass: string;
  readonly canSchedule: boolean;
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

  handleSchedule(): void {
    void this.check(scheduleRetries);
  }

  /** @param change what is done first */
  private async check(change: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.busy = true;
    try {
      await change();
      const lines = await checkHealth();
      this.rows = lines.map((line) => ({
        ...line,
        word: stateLabels[line.state],
        stateClass: `state state-${line.state}`,
        canSchedule: line.action === 'schedule',
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
