import { LightningElement, api } from 'lwc';
import activateModel from '@salesforce/apex/LeadlightAdminController.activateModel';
import getModelCard from '@salesforce/apex/LeadlightAdminController.getModelCard';
import listModels, { type ListedModels } from '@salesforce/apex/LeadlightAdminController.listModels';
import type { ModelCard } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';
import { modelRows, type ModelRow } from './modelRows';

/** The trained models, newest first. The user can activate another one after a confirmation. */
export default class ModelHistory extends LightningElement {
  labels = labels;
  models: ListedModels['models'] = [];
  errors: readonly string[] = [];
  busy = true;
  done = '';
  private selectedId?: string;
  private card?: ModelCard;

  override connectedCallback(): void {
    void this.update(listModels());
  }

  /** Reads the models again, for example after a training. */
  @api refresh(): void {
    void this.update(listModels());
  }

  get rows(): ModelRow[] {
    return modelRows(this.models, this.selectedId, this.card);
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

  /** Reads the card, which the user can then download: the platform lets no component open a page of its own. */
  handleCard(event: Event): void {
    const modelId = (event.currentTarget as HTMLElement).dataset.card;
    if (modelId === undefined || this.busy) return;
    void this.attempt(async () => {
      this.card = JSON.parse(await getModelCard({ modelId })) as ModelCard;
    });
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

  private update(response: Promise<ListedModels>, done = ''): Promise<void> {
    return this.attempt(async () => {
      ({ models: this.models } = await response);
      this.done = done;
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.errors = [];
    this.done = '';
    try {
      await work();
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
