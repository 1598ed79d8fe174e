import { LightningElement, api } from 'lwc';
import listChallengers from '@salesforce/apex/ChallengersController.listChallengers';
import startChallenger from '@salesforce/apex/ChallengersController.startChallenger';
import stopChallenger from '@salesforce/apex/ChallengersController.stopChallenger';
import activateModel from '@salesforce/apex/LeadlightAdminController.activateModel';
import listModels, { type ListedModels } from '@salesforce/apex/LeadlightAdminController.listModels';
import type { Challengers } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { fill, formatCount } from 'c/scoreFormat';
import { challengerRows, type ChallengerRow } from './challengerRows';
import { labels } from './labels';

/**
 * Models in shadow mode: what is known, promotion and rollback by the user after a confirmation, start and end of a comparison.
 * Fires `activated` when another model has become active.
 */
export default class ChallengerModels extends LightningElement {
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  done = '';
  private challengers?: Challengers;
  private models: ListedModels['models'] = [];
  private selectedKey?: string;
  private chosenId?: string;

  override connectedCallback(): void {
    void this.update(async () => '');
  }

  /** Reads the comparisons again, for example after a training. */
  @api refresh(): void {
    void this.update(async () => '');
  }

  get rows(): readonly ChallengerRow[] {
    const active = this.models.find((model) => model.active);
    return this.challengers ? challengerRows(this.challengers, active?.id, this.selectedKey) : [];
  }

  get isEmpty(): boolean {
    return this.challengers !== undefined && this.rows.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  /** The models that could be compared with the active one; the newest first. */
  get choices(): readonly { readonly id: string; readonly label: string }[] {
    const others = this.models.filter(({ active }) => !active);
    return others.map(({ id, version }) => ({ id, label: fill(labels.version, formatCount(version)) }));
  }

  /** Only while no challenger runs, because a start would replace it. */
  get canStart(): boolean {
    return this.choices.length > 0 && !this.rows.some(({ canStop }) => canStop);
  }

  handleChoice(event: Event): void {
    this.chosenId = (event.target as HTMLSelectElement).value;
  }

  handleStart(): void {
    const modelId = this.choices.find(({ id }) => id === this.chosenId)?.id ?? this.choices[0]?.id;
    if (modelId === undefined || this.busy) return;
    void this.update(async () => {
      await startChallenger({ modelId });
      return '';
    });
  }

  handleStop(): void {
    if (this.busy) return;
    void this.update(async () => {
      await stopChallenger();
      return '';
    });
  }

  handleActivate(event: Event): void {
    this.selectedKey = (event.currentTarget as HTMLElement).dataset.key;
    this.done = '';
  }

  handleCancel(): void {
    this.selectedKey = undefined;
  }

  handleConfirm(): void {
    const row = this.rows.find(({ key }) => key === this.selectedKey);
    if (!row || this.busy) return;
    this.selectedKey = undefined;
    void this.update(async () => {
      const { models } = await activateModel({ modelId: row.modelId });
      this.dispatchEvent(new CustomEvent('activated'));
      return fill(labels.done, formatCount(models.find(({ active }) => active)?.version ?? 0));
    });
  }

  private async update(act: () => Promise<string>): Promise<void> {
    this.busy = true;
    this.errors = [];
    this.done = '';
    try {
      const done = await act();
      const [challengers, { models }] = await Promise.all([listChallengers(), listModels()]);
      this.challengers = JSON.parse(challengers) as Challengers;
      this.models = models;
      this.done = done;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
