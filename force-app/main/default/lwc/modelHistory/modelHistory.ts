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
  /** The confirmation question; empty until the user wants to activate the model. */
  readonly question: string;
}

/** The trained models, newest first. The user can activate another one after a confirmation. */
export default class ModelHistory extends LightningElement {
  labels = labels;
  models: Models['models'] = [];
  errors: readonly string[] = [];
  busy = true;
  done = '';
  private selectedId?: string;

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
      canActivate: !active && id !== this.selectedId,
      question: id === this.selectedId ? fill(labels.confirm, formatCount(version)) : '',
    }));
  }

  get isEmpty(): boolean {
    return !this.busy && this.errors.length === 0 && this.models.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleActivate(event: Event): void {
    this.selectedId = (event.currentTarget as HTMLElement).dataset.id;
    this.done = '';
  }

  handleCancel(): void {
    this.selectedId = undefined;
  }

  handleConfirm(): void {
    const chosen = this.models.find(({ id }) => id === this.selectedId);
    if (!chosen || this.busy) return;
    this.selectedId = undefined;
    void this.update(activateModel({ modelId: chosen.id }), fill(labels.done, formatCount(chosen.version)));
  }

  private async update(response: Promise<Models>, done = ''): Promise<void> {
    this.busy = true;
    this.errors = [];
    try {
      ({ models: this.models } = await response);
      this.done = done;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
