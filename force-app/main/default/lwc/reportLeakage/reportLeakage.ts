import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, type ObjectInfo } from 'lightning/uiObjectInfoApi';
import type { TrainingReport } from '@leadlight/contract';
import LEAD from '@salesforce/schema/Lead';
import { NO_ORG_FIELDS, toOrgFields } from 'c/orgFields';
import { fill, formatCount } from 'c/scoreFormat';
import { labels } from './labels';
import { countFine, leakageRows, type LeakageRow } from './leakageRows';

/** Fields that a model does not use because they reveal the outcome or are not known in time, with the evidence. */
export default class ReportLeakage extends LightningElement {
  @api report?: TrainingReport;
  labels = labels;

  /** The org's field labels. The component works without them. */
  @wire(getObjectInfo, { objectApiName: LEAD })
  lead?: { readonly data?: ObjectInfo };

  get rows(): readonly LeakageRow[] {
    const { labels: fieldLabels } = this.lead?.data ? toOrgFields(this.lead.data, undefined) : NO_ORG_FIELDS;
    return this.report ? leakageRows(this.report, fieldLabels) : [];
  }

  get isKnown(): boolean {
    return this.report?.leakage !== undefined;
  }

  get fine(): string {
    return this.report ? fill(labels.fine, formatCount(countFine(this.report))) : '';
  }
}
