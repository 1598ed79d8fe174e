import { LightningElement } from 'lwc';
import getModelReport from '@salesforce/apex/LeadlightAdminController.getModelReport';
import listModels from '@salesforce/apex/LeadlightAdminController.listModels';
import type { Models, ModelSummary, TrainingReport } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';

const DAY_MS = 86_400_000;
/** After so many days leads have changed enough for a new training to be worth its time. */
const STALE_AFTER_DAYS = 90;

/** @throws Error with a sentence for the user */
function parsed(report: string): TrainingReport {
  try {
    return JSON.parse(report) as TrainingReport;
  } catch {
    throw new Error(labels.malformed);
  }
}

/** How good a model is: the active one's report, or another's. */
export default class ModelReport extends LightningElement {
  labels = labels;
  models: Models['models'] = [];
  model?: ModelSummary;
  report?: TrainingReport;
  errors: readonly string[] = [];
  busy = true;

  override connectedCallback(): void {
    void this.load();
  }

  get isEmpty(): boolean {
    return !this.busy && !this.hasErrors && this.models.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get hasChoice(): boolean {
    return this.models.length > 1;
  }

  get versions(): readonly { readonly id: string; readonly text: string; readonly isChosen: boolean }[] {
    return this.models.map(({ id, version, active }) => ({
      id,
      text: fill(active ? labels.versionActive : labels.versionOther, formatCount(version)),
      isChosen: id === this.model?.id,
    }));
  }

  /** The report of the chosen model; undefined where it came without one. */
  get told(): TrainingReport | undefined {
    return this.report?.verdict ? this.report : undefined;
  }

  get nothing(): string {
    if (!this.model || !this.report || this.told) return '';
    return fill(labels.none, formatCount(this.model.version));
  }

  get stale(): string {
    if (!this.model) return '';
    const ageDays = Math.floor((Date.now() - Date.parse(this.model.trainedAt)) / DAY_MS);
    return ageDays > STALE_AFTER_DAYS ? fill(labels.stale, formatCount(ageDays)) : '';
  }

  handleVersion(event: Event): void {
    void this.show((event.target as HTMLSelectElement).value);
  }

  private async load(): Promise<void> {
    try {
      ({ models: this.models } = await listModels());
      const shown = this.models.find(({ active }) => active) ?? this.models[0];
      if (shown) await this.show(shown.id);
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }

  private async show(modelId: string): Promise<void> {
    this.busy = true;
    this.errors = [];
    try {
      const { model, report } = await getModelReport({ modelId });
      this.report = parsed(report);
      this.model = model;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
