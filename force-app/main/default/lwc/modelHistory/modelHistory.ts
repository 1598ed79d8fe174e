import { LightningElement } from 'lwc';
import activateModel from '@salesforce/apex/LeadlightAdminController.activateModel';
import listModels from '@salesforce/apex/LeadlightAdminController.listModels';
import type { Models } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { learnerName } from 'c/reportFormat';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

interface ModelRow {
  readonly id: string;
  readonly version: string;
  readonly learner: string;
  readonly trainedAt: string;
  readonly active: boolean;
  readonly canActivate: boolean;
  /** The question before it becomes active; empty until it is asked. */
  readonly question: string;
}

/** The models that were trained, newest first; another one becomes active after a question. */
export default class ModelHistory extends LightningElement {
  labels = labels;
  models: Models['models'] = [];
  errors: readonly string[] = [];
  busy = true;
  done = '';
  private asked?: string;

  override connectedCallback(): void {
    void this.update(listModels());
  }

  get rows(): ModelRow[] {
    return this.models.map(({ id, version, learner, trainedAt, active }) => ({
      id,
      version: fill(labels.version, formatCount(version)),
      learner: learnerName(learner),
      trainedAt: fill(labels.trainedAt, formatInstant(trainedAt)),
      active,
      canActivate: !active && id !== this.asked,
      question: id === this.asked ? fill(labels.confirm, formatCount(version)) : '',
    }));
  }

  get isEmpty(): boolean {
    return !this.busy && this.errors.length === 0 && this.models.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleAsk(event: Event): void {
    this.asked = (event.currentTarget as HTMLElement).dataset.id;
    this.done = '';
  }

  handleCancel(): void {
    this.asked = undefined;
  }

  handleConfirm(): void {
    const chosen = this.models.find(({ id }) => id === this.asked);
    if (!chosen || this.busy) return;
    this.asked = undefined;
    void this.update(activateModel({ modelId: chosen.id }), fill(labels.done, formatCount(chosen.version)));
  }

  private async update(answer: Promise<Models>, done = ''): Promise<void> {
    this.busy = true;
    this.errors = [];
    try {
      ({ models: this.models } = await answer);
      this.done = done;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
