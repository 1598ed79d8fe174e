import { LightningElement, api, wire } from 'lwc';
import {
  getObjectInfo,
  getPicklistValuesByRecordType,
  type ObjectInfo,
  type Picklists,
} from 'lightning/uiObjectInfoApi';
import { getRecord, type WiredRecord } from 'lightning/uiRecordApi';
import whatIf from '@salesforce/apex/LeadScoreController.whatIf';
import LEAD from '@salesforce/schema/Lead';
import { reduceErrors } from 'c/errors';
import { fill, formatCount, formatPoints } from 'c/scoreFormat';
import { fieldInputs, changedValue, type FieldInput, type WhatIfValue } from './fieldInputs';
import { labels } from './labels';

/** A form that shows the score of a lead with other values. Nothing is saved. */
export default class WhatIfForm extends LightningElement {
  @api leadId?: string;
  /** API names of the fields that can be tried. Those that the user may not change are left out. */
  @api fields: readonly string[] = [];
  labels = labels;
  outcome = '';
  errors: readonly string[] = [];
  busy = false;

  @wire(getObjectInfo, { objectApiName: LEAD })
  lead?: { readonly data?: ObjectInfo };

  @wire(getRecord, { recordId: '$leadId', optionalFields: '$recordFields' })
  record?: WiredRecord;

  @wire(getPicklistValuesByRecordType, { objectApiName: LEAD, recordTypeId: '$recordTypeId' })
  picklists?: { readonly data?: Picklists };

  get recordFields(): readonly string[] {
    return this.fields.map((name) => `Lead.${name}`);
  }

  get recordTypeId(): string | undefined {
    return this.record?.data?.recordTypeInfo?.recordTypeId ?? this.lead?.data?.defaultRecordTypeId;
  }

  get inputs(): readonly FieldInput[] {
    const { lead, record, picklists } = this;
    if (!lead?.data || !record?.data) return [];
    return fieldInputs(this.fields, lead.data, record.data, picklists?.data);
  }

  get isReady(): boolean {
    return this.inputs.length > 0;
  }

  get isEmpty(): boolean {
    return this.lead?.data !== undefined && this.record?.data !== undefined && this.inputs.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  handleSubmit(event: Event): void {
    event.preventDefault();
    void this.ask();
  }

  private async ask(): Promise<void> {
    const { leadId } = this;
    const fields = this.changedFields();
    if (!leadId || this.busy) return;
    this.outcome = '';
    this.errors = Object.keys(fields).length === 0 ? [labels.unchanged] : [];
    if (this.hasErrors) return;
    this.busy = true;
    try {
      const { now, changed } = await whatIf({ leadId, fields });
      if (leadId === this.leadId && changed) this.outcome = outcomeText(now.score, changed.score);
    } catch (error) {
      if (leadId === this.leadId) this.errors = reduceErrors(error, labels.unknownError);
    } finally {
      this.busy = false;
    }
  }

  /** Only the values that differ from those of the lead. */
  private changedFields(): Record<string, WhatIfValue> {
    const changes: Record<string, WhatIfValue> = {};
    for (const input of this.inputs) {
      const entered = this.template?.querySelector<HTMLInputElement>(`[data-field="${input.name}"]`);
      const value = entered ? changedValue(input, entered) : undefined;
      if (value !== undefined) changes[input.name] = value;
    }
    return changes;
  }
}

function outcomeText(now: number, changed: number): string {
  if (changed === now) return fill(labels.same, formatCount(now));
  return fill(labels.outcome, formatCount(changed), formatCount(now), formatPoints(changed - now));
}
