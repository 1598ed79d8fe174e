import { LightningElement } from 'lwc';
import listModels from '@salesforce/apex/LeadlightAdminController.listModels';
import { reduceErrors } from 'c/errors';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

interface ModelRow {
  readonly id: string;
  readonly version: string;
  readonly learner: string;
  readonly trainedAt: string;
  readonly active: boolean;
}

/** The models that were trained, newest first, and which of them scores now. */
export default class ModelHistory extends LightningElement {
  labels = labels;
  rows: readonly ModelRow[] = [];
  errors: readonly string[] = [];
  busy = true;

  override connectedCallback(): void {
    void this.load();
  }

  get isEmpty(): boolean {
    return !this.busy && this.errors.length === 0 && this.rows.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  private async load(): Promise<void> {
    try {
      const { models } = await listModels();
      this.rows = models.map(({ id, version, learner, trainedAt, active }) => ({
        id,
        version: fill(labels.version, formatCount(version)),
        learner,
        trainedAt: fill(labels.trainedAt, formatInstant(trainedAt)),
        active,
      }));
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
