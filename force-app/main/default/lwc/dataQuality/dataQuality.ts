import { LightningElement } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import getDataQuality, { type NamedFeatureQuality } from '@salesforce/apex/LeadlightAdminController.getDataQuality';
import { reduceErrors } from 'c/errors';
import { fill, formatCount, formatDay } from 'c/scoreFormat';
import { labels } from './labels';
import { qualityRows, type QualityRow } from './qualityRows';

/** The most urgent features; a button shows the others. */
const MAX_ROWS = 6;

/** Features whose data needs attention: reported by reps as wrong or out of date, drifted, or often missing. */
export default class DataQuality extends NavigationMixin(LightningElement) {
  labels = labels;
  errors: readonly string[] = [];
  busy = true;
  showsAll = false;
  private features: readonly NamedFeatureQuality[] = [];
  private since = '';
  private now = 0;

  override connectedCallback(): void {
    void this.load();
  }

  get rows(): readonly QualityRow[] {
    return qualityRows(this.showsAll ? this.features : this.features.slice(0, MAX_ROWS), this.now);
  }

  get isEmpty(): boolean {
    return !this.busy && !this.hasErrors && this.features.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get help(): string {
    return this.features.length > 0 ? fill(labels.help, formatDay(this.since, this.now)) : '';
  }

  get hasMore(): boolean {
    return this.features.length > MAX_ROWS;
  }

  get expanded(): string {
    return String(this.showsAll);
  }

  get toggleLabel(): string {
    return this.showsAll ? labels.showFewer : fill(labels.showAll, formatCount(this.features.length));
  }

  handleToggle(): void {
    this.showsAll = !this.showsAll;
  }

  handleLead(event: Event): void {
    const recordId = (event.currentTarget as HTMLElement).dataset.lead;
    if (!recordId) return;
    this[NavigationMixin.Navigate]({
      type: 'standard__recordPage',
      attributes: { recordId, objectApiName: 'Lead', actionName: 'view' },
    });
  }

  private async load(): Promise<void> {
    this.now = Date.now();
    try {
      const { since, features } = await getDataQuality();
      this.since = since;
      this.features = features;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }
}
