import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, type ObjectInfo } from 'lightning/uiObjectInfoApi';
import type { Audience } from '@leadlight/contract';
import type { CampaignChoice } from '@salesforce/apex/AudiencesController.listAudiences';
import LEAD from '@salesforce/schema/Lead';
import { fill } from 'c/scoreFormat';
import {
  draftedAudience,
  draftOf,
  LIST_VIEW,
  NEW_CONDITION,
  takesValues,
  type AudienceDraft,
  type ConditionDraft,
} from './audienceDraft';
import { labels } from './labels';

const RANGES = { band: labels.rangeBand, score: labels.rangeScore, top: labels.rangeTop, value: labels.rangeValue };
const CHANNELS = {
  both: labels.channelBoth,
  email: labels.channelEmail,
  phone: labels.channelPhone,
  other: labels.channelOther,
};
const OPERATORS = {
  equals: labels.opEquals,
  differs: labels.opDiffers,
  at_least: labels.opAtLeast,
  below: labels.opBelow,
  filled: labels.opFilled,
  empty: labels.opEmpty,
};

const optionsOf = (texts: Readonly<Record<string, string>>, chosen: string) =>
  Object.entries(texts).map(([value, label]) => ({ value, label, selected: value === chosen }));

export type { DraftedAudience } from './audienceDraft';

/** The definition of an audience. It asks its parent to preview or save what was entered. */
export default class AudienceForm extends LightningElement {
  @api campaigns: readonly CampaignChoice[] = [];
  @api busy = false;
  labels = labels;
  draft: AudienceDraft = draftOf(undefined);
  private saved?: Audience;
  private action = 'preview';

  @wire(getObjectInfo, { objectApiName: LEAD })
  lead?: { readonly data?: ObjectInfo };

  /** Undefined for a new one. */
  @api
  get audience(): Audience | undefined {
    return this.saved;
  }

  set audience(audience: Audience | undefined) {
    this.saved = audience;
    this.draft = draftOf(audience);
  }

  get ranges() {
    return optionsOf(RANGES, this.draft.kind);
  }

  get channels() {
    return optionsOf(CHANNELS, this.draft.channel);
  }

  get bands() {
    return ['A', 'B', 'C', 'D'].map((value) => ({ value, checked: this.draft.bands.includes(value) }));
  }

  get choosesBands(): boolean {
    return this.draft.kind === 'band';
  }

  get choosesScores(): boolean {
    return this.draft.kind === 'score';
  }

  get choosesNumber(): boolean {
    return this.draft.kind === 'top' || this.draft.kind === 'value';
  }

  get choosesValue(): boolean {
    return this.draft.kind === 'value';
  }

  /** The name of a saved audience cannot be changed. */
  get isSaved(): boolean {
    return this.saved !== undefined;
  }

  get conditions() {
    return this.draft.conditions.map((condition, index) => ({
      ...condition,
      index,
      key: `condition-${index}`,
      fields: this.fieldsWith(condition.field),
      operators: optionsOf(OPERATORS, condition.operator),
      takesValues: takesValues(condition),
      removeLabel: fill(labels.removeCondition, index + 1),
    }));
  }

  get targets() {
    return this.choices.map(({ id, name }) => ({ id, name, selected: id === this.draft.target }));
  }

  get choosesListView(): boolean {
    return this.draft.target === LIST_VIEW;
  }

  get excluded() {
    return this.choices.map(({ id, name }) => ({ id, name, selected: this.draft.notInCampaigns.includes(id) }));
  }

  handleEntered(event: Event): void {
    const { dataset, value } = event.currentTarget as HTMLInputElement;
    this.draft = { ...this.draft, [dataset.name!]: value };
  }

  handleBand(event: Event): void {
    const { checked, value } = event.currentTarget as HTMLInputElement;
    const bands = this.draft.bands.filter((band) => band !== value);
    this.draft = { ...this.draft, bands: (checked ? [...bands, value] : bands).toSorted() };
  }

  handleExcluded(event: Event): void {
    const chosen = [...(event.currentTarget as HTMLSelectElement).selectedOptions];
    this.draft = { ...this.draft, notInCampaigns: chosen.map(({ value }) => value) };
  }

  handleCondition(event: Event): void {
    const { dataset, value } = event.currentTarget as HTMLInputElement;
    this.changeCondition(Number(dataset.index), (before) => [{ ...before, [dataset.name!]: value }]);
  }

  handleAdd(): void {
    this.draft = { ...this.draft, conditions: [...this.draft.conditions, NEW_CONDITION] };
  }

  handleRemove(event: Event): void {
    this.changeCondition(Number((event.currentTarget as HTMLElement).dataset.index), () => []);
  }

  /** Both buttons submit the form, so that the browser checks its entries; this one was clicked. */
  handleAction(event: Event): void {
    this.action = (event.currentTarget as HTMLElement).dataset.action!;
  }

  handleSubmit(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent(this.action, { detail: draftedAudience(this.draft) }));
  }

  handleCancel(): void {
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  /** The campaigns that the org listed, and those of the saved audience that it did not, named by their ids. */
  private get choices(): readonly CampaignChoice[] {
    const { campaignId = null, definition } = this.saved ?? {};
    const ids = [...(campaignId === null ? [] : [campaignId]), ...(definition?.notInCampaigns ?? [])];
    const unlisted = ids.filter((id) => !this.campaigns.some((listed) => listed.id === id));
    return [...this.campaigns, ...[...new Set(unlisted)].map((id) => ({ id, name: id }))];
  }

  /** The fields that the user may see, and that of a saved condition even if they may not. */
  private fieldsWith(chosen: string) {
    const fields = Object.values(this.lead?.data?.fields ?? {})
      .map(({ apiName, label }) => ({ value: apiName, label, selected: apiName === chosen }))
      .toSorted((one, other) => one.label.localeCompare(other.label));
    const isMissing = chosen !== '' && !fields.some(({ selected }) => selected);
    return isMissing ? [{ value: chosen, label: chosen, selected: true }, ...fields] : fields;
  }

  private changeCondition(place: number, change: (before: ConditionDraft) => readonly ConditionDraft[]): void {
    const conditions = this.draft.conditions.flatMap((condition, index) => {
      return index === place ? change(condition) : [condition];
    });
    this.draft = { ...this.draft, conditions };
  }
}
