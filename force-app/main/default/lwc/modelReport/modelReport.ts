import { LightningElement, api } from 'lwc';
import getModelReport from '@salesforce/apex/LeadlightAdminController.getModelReport';
import listModels, { type ListedModel } from '@salesforce/apex/LeadlightAdminController.listModels';
import type { TrainingReport } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { DAY_MS, fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';

/** After this time, leads have changed enough to make a new training worthwhile. */
const STALE_AFTER_DAYS = 90;

/** @throws Error with a message for the user */
function parseReport(report: string): TrainingReport {
  try {
    return JSON.parse(report) as TrainingReport;
  } catch {
    throw new Error(labels.malformed);
  }
}

/** The report of the active model, or of another one that the user chooses. */
export default class ModelReport extends LightningElement {
  labels = labels;
  models: readonly ListedModel[] = [];
  model?: ListedModel;
  report?: TrainingReport;
  errors: readonly string[] = [];
  busy = true;

  override connectedCallback(): void {
    void this.load();
  }

  /** Reads the models again, for example after a training. */
  @api refresh(): void {
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

  /** The report of the chosen model; undefined if it has none. */
  get completeReport(): TrainingReport | undefined {
    return this.report?.verdict ? this.report : undefined;
  }

  get noReportText(): string {
    if (!this.model || !this.report || this.completeReport) return '';
    return fill(labels.none, formatCount(this.model.version));
  }

  get staleText(): string {
    if (!this.model) return '';
    const ageDays = Math.floor((Date.now() - Date.parse(this.model.trainedAt)) / DAY_MS);
    return ageDays > STALE_AFTER_DAYS ? fill(labels.stale, formatCount(ageDays)) : '';
  }

  handleVersion(event: Event): void {
    void this.show((event.target as HTMLSelectElement).value);
  }

  /** The figures are those at the threshold in force. */
  handleThreshold(): void {
    if (this.model) void this.show(this.model.id);
    this.dispatchEvent(new CustomEvent('settingschange'));
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
      this.report = parseReport(report);
      this.model = model;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
