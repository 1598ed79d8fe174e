import { LightningElement } from 'lwc';
import activateModel from '@salesforce/apex/PropensitiesController.activateModel';
import deactivate from '@salesforce/apex/PropensitiesController.deactivate';
import getPropensity from '@salesforce/apex/PropensitiesController.getPropensity';
import getReport from '@salesforce/apex/PropensitiesController.getReport';
import listPropensities from '@salesforce/apex/PropensitiesController.listPropensities';
import savePropensity from '@salesforce/apex/PropensitiesController.savePropensity';
import trainPropensity from '@salesforce/apex/PropensitiesController.trainPropensity';
import type { ModelReport, Propensities as Listed, Propensity } from '@leadlight/contract';
import { reduceErrors } from 'c/errors';
import { propensityName } from 'c/recordFeatures';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';
import { draftOf, requestOf, type Draft } from './propensityDraft';
import { isOpen, propensityRow, type PropensityRow, type Question } from './propensityRows';

const POLL_INTERVAL_MS = 2_000;

interface ShownReport extends ModelReport {
  readonly propensityId: string;
}

/** The org's propensities: adds and changes them, trains them, shows the report of a model, and activates it. */
export default class Propensities extends LightningElement {
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  done = '';
  draft?: Draft;
  report?: ShownReport;
  private propensities: readonly Propensity[] = [];
  private readyMade: Listed['readyMade'] = [];
  private checkedId?: string;
  private question?: Question;
  private chosenId?: string;
  private timer?: ReturnType<typeof setTimeout>;

  override connectedCallback(): void {
    void this.update(async () => '');
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get rows(): readonly PropensityRow[] {
    return this.propensities.map((each) =>
      propensityRow(each, this.question, this.report?.propensityId, this.checkedId),
    );
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get isEmpty(): boolean {
    return this.propensities.length === 0 && !this.hasErrors;
  }

  get choices(): readonly { readonly id: string; readonly label: string }[] {
    return this.readyMade.map(({ id, label }) => ({
      id: String(id),
      label: propensityName(String(id), String(label)),
    }));
  }

  get canAdd(): boolean {
    return this.choices.length > 0 && !this.draft;
  }

  get draftName(): string {
    return this.draft ? propensityName(this.draft.definition.id, this.draft.definition.label) : '';
  }

  get isCase(): boolean {
    return this.draft?.definition.object === 'Case';
  }

  get hasActivePeriod(): boolean {
    return this.draft?.activeWithin !== undefined;
  }

  handleChoice(event: Event): void {
    this.chosenId = (event.target as HTMLSelectElement).value;
  }

  handleAdd(): void {
    const chosen = this.readyMade.find(({ id }) => id === this.chosenId) ?? this.readyMade[0];
    if (chosen) this.draft = draftOf(chosen, 0);
  }

  handleChange(event: Event): void {
    const propensity = this.find(event);
    if (propensity) this.draft = draftOf(propensity.definition, propensity.revision);
  }

  handleInput(event: Event): void {
    const { name, value, checked, type } = event.target as HTMLInputElement;
    if (this.draft) this.draft = { ...this.draft, [name]: type === 'checkbox' ? checked : value };
  }

  handleCancelDraft(): void {
    this.draft = undefined;
  }

  handleSave(event: Event): void {
    event.preventDefault();
    const { draft } = this;
    if (!draft || this.busy) return;
    const propensityId = draft.definition.id;
    void this.update(async () => {
      await savePropensity({ propensityId, request: requestOf(draft) });
      this.draft = undefined;
      return fill(
        draft.basedOn === 0 ? labels.added : labels.changed,
        propensityName(propensityId, draft.definition.label),
      );
    });
  }

  handleTrain(event: Event): void {
    const propensity = this.find(event);
    if (!propensity || this.busy) return;
    void this.update(async () => {
      const { training } = JSON.parse(await trainPropensity({ propensityId: propensity.propensityId })) as Propensity;
      // The service has one job at a time, and starts no other while that one waits or runs.
      return isOpen(training) ? '' : labels.otherJob;
    });
  }

  handleReport(event: Event): void {
    const propensity = this.find(event);
    const model = propensity?.newestModel;
    if (!propensity || !model) return;
    const modelId = model.id;
    const { propensityId } = propensity;
    if (this.report?.propensityId === propensityId) {
      this.report = undefined;
      return;
    }
    void this.update(async () => {
      const { report } = JSON.parse(await getReport({ propensityId, modelId })) as ModelReport;
      this.report = { model, report, propensityId };
      return '';
    });
  }

  /** The propensity whose checks are shown; a list, so that another one gets a component of its own. */
  get checkedIds(): readonly string[] {
    return this.checkedId === undefined ? [] : [this.checkedId];
  }

  handleChecks(event: Event): void {
    const id = this.find(event)?.propensityId;
    this.checkedId = this.checkedId === id ? undefined : id;
  }

  handleActivate(event: Event): void {
    const propensity = this.find(event);
    this.done = '';
    this.question = propensity && { propensityId: propensity.propensityId, modelId: propensity.newestModel?.id };
  }

  handleDeactivate(event: Event): void {
    const propensity = this.find(event);
    this.done = '';
    this.question = propensity && { propensityId: propensity.propensityId };
  }

  handleCancel(): void {
    this.question = undefined;
  }

  handleConfirm(): void {
    const { question } = this;
    if (!question || this.busy) return;
    const { propensityId, modelId } = question;
    void this.update(async () => {
      this.question = undefined;
      if (modelId === undefined) {
        const { label } = JSON.parse(await deactivate({ propensityId })) as Propensity;
        return fill(labels.deactivated, propensityName(propensityId, label));
      }
      const { activeModel } = JSON.parse(await activateModel({ propensityId, modelId })) as Propensity;
      return fill(labels.activated, formatCount(activeModel?.version ?? 0));
    });
  }

  private find(event: Event): Propensity | undefined {
    const { propensity } = (event.currentTarget as HTMLElement).dataset;
    return this.propensities.find(({ propensityId }) => propensityId === propensity);
  }

  private async update(act: () => Promise<string>): Promise<void> {
    this.busy = true;
    this.errors = [];
    this.done = '';
    try {
      const done = await act();
      await this.read();
      this.done = done;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }

  /** Reads everything again, and while a training waits or runs, again and again. */
  private async read(): Promise<void> {
    clearTimeout(this.timer);
    const { propensities, readyMade } = JSON.parse(await listPropensities()) as Listed;
    const documents = await Promise.all(propensities.map(({ propensityId }) => getPropensity({ propensityId })));
    this.propensities = documents.map((text) => JSON.parse(text) as Propensity);
    this.readyMade = readyMade;
    if (this.propensities.some(({ training }) => isOpen(training))) this.readAgainLater();
  }

  private readAgainLater(): void {
    if (!this.isConnected) return;
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- A training runs for seconds to minutes; the page shows how far it is.
    this.timer = setTimeout(() => void this.poll(), POLL_INTERVAL_MS);
  }

  private async poll(): Promise<void> {
    try {
      await this.read();
      this.errors = [];
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
      // The training goes on although the service did not respond in time.
      this.readAgainLater();
    }
  }
}
