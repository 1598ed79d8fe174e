import { LightningElement } from 'lwc';
import listJobs from '@salesforce/apex/LeadlightAdminController.listJobs';
import startJob from '@salesforce/apex/LeadlightAdminController.startJob';
import type { Jobs } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { fill, formatInstant } from 'c/scoreFormat';
import { isOpen, jobRows, type JobRow } from './jobRows';
import { labels } from './labels';

const POLL_INTERVAL_MS = 2_000;

/** Starts a training or a backtest, and shows the progress and result of each. Fires `trained` when a training has ended. */
export default class ModelTraining extends LightningElement {
  labels = labels;
  jobs: Jobs['jobs'] = [];
  nextTrainingAt: string | null = null;
  errors: readonly string[] = [];
  busy = true;
  private timer?: ReturnType<typeof setTimeout>;

  override connectedCallback(): void {
    void this.update(listJobs());
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get rows(): readonly JobRow[] {
    return jobRows(this.jobs);
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get cannotStart(): boolean {
    return this.busy || this.jobs.some(isOpen);
  }

  /** How far the running job's present step is; undefined while none runs. */
  get progress(): { readonly step: string; readonly done: number; readonly total: number } | undefined {
    const { step, done, total } = this.jobs.find(isOpen)?.progress ?? {};
    return step === undefined || done === undefined ? undefined : { step, done, total: total ?? Math.max(1, done) };
  }

  get nextText(): string {
    if (this.busy && this.jobs.length === 0) return '';
    return this.nextTrainingAt ? fill(labels.next, formatInstant(this.nextTrainingAt)) : labels.noSchedule;
  }

  handleTrain(): void {
    void this.update(startJob({ kind: 'train' }));
  }

  handleBacktest(): void {
    void this.update(startJob({ kind: 'backtest' }));
  }

  private async update(response: Promise<string>): Promise<void> {
    clearTimeout(this.timer);
    this.busy = true;
    const wasOpen = this.jobs.find(isOpen);
    try {
      ({ jobs: this.jobs, nextTrainingAt: this.nextTrainingAt } = JSON.parse(await response) as Jobs);
      this.errors = [];
      if (wasOpen?.kind === 'train' && !this.jobs.some(isOpen)) this.dispatchEvent(new CustomEvent('trained'));
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
    if (this.isConnected && this.jobs.some(isOpen)) {
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- A job runs for seconds to minutes; the page shows how far it is.
      this.timer = setTimeout(() => void this.update(listJobs()), POLL_INTERVAL_MS);
    }
  }
}
