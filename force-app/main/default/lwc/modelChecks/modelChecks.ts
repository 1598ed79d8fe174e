import { LightningElement, api } from 'lwc';
import listChecks from '@salesforce/apex/LeadlightAdminController.listChecks';
import getChecks from '@salesforce/apex/PropensitiesController.getChecks';
import type { ModelChecks as Checks } from '@leadlight/contract';
import type { Chart } from 'c/charts';
import { reduceErrors } from 'c/errors';
import { checkCharts } from './checkCharts';
import { eventRows, type EventRow } from './eventRows';
import { labels, recordLabels } from './labels';

/** The checks of the active model over time, and what they found. */
export default class ModelChecks extends LightningElement {
  /** Of a propensity; absent = of the model of leads. */
  @api propensityId?: string;
  errors: readonly string[] = [];
  busy = true;
  private checks?: Checks;

  override connectedCallback(): void {
    void this.load();
  }

  get labels(): typeof labels {
    return this.propensityId === undefined ? labels : { ...labels, ...recordLabels };
  }

  get charts(): readonly { readonly key: string; readonly chart: Chart }[] {
    return this.checks ? checkCharts(this.checks, this.labels) : [];
  }

  get hasCharts(): boolean {
    return this.charts.length > 0;
  }

  get rows(): readonly EventRow[] {
    return this.checks ? eventRows(this.checks, this.propensityId !== undefined) : [];
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  /** Why there is no chart; absent where there is one. */
  get emptyText(): string | undefined {
    if (!this.checks || this.hasCharts) return undefined;
    return this.checks.checks.length === 0 ? this.labels.empty : this.labels.tooFew;
  }

  get isChecked(): boolean {
    return (this.checks?.checks.length ?? 0) > 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  private async load(): Promise<void> {
    const { propensityId } = this;
    this.busy = true;
    try {
      this.checks = JSON.parse(
        await (propensityId === undefined ? listChecks() : getChecks({ propensityId })),
      ) as Checks;
      this.errors = [];
    } catch (error) {
      this.checks = undefined;
      this.errors = reduceErrors(error, labels.unknownError);
    }
    this.busy = false;
  }
}
