import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, type ObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord, type UiRecord, type WiredRecord } from 'lightning/uiRecordApi';
import type { LeadScore, ScoreLeadsResponse } from '@leadlight/contract';
import listScores from '@salesforce/apex/LeadScoreController.listScores';
import scoreLead from '@salesforce/apex/LeadScoreController.scoreLead';
import LEAD from '@salesforce/schema/Lead';
import { reduceErrors } from 'c/errors';
import { noteVisit } from 'c/lastVisit';
import { orgWordsOf, recordFields, type OrgWords } from 'c/orgWords';
import type { ScoreStamp } from 'c/reasonFeedback';
import type { PastScore } from 'c/scoreChange';
import { fill, formatInstant } from 'c/scoreFormat';
import {
  REQUIRED_FIELDS,
  SCORE_FIELDS,
  findStoredScore,
  isConverted,
  type Explanation,
  type ShownScore,
} from 'c/storedScore';
import { cardText, type CardText } from './cardText';
import { labels } from './labels';

/** One lead's score and the reasons behind it: the stored one at once, the live one as soon as it arrives. Read-only. */
export default class LeadScoreCard extends LightningElement {
  @api recordId?: string;

  labels = labels;
  stored?: ShownScore;
  live?: LeadScore;
  modelVersion?: number;
  modelId?: string;
  /** The live score comes from the points table, because no model scores yet. */
  byRules = false;
  errors: readonly string[] = [];
  converted = false;
  busy = true;
  past: readonly PastScore[] = [];
  lastVisit?: number;
  now = 0;
  private askedFor?: string;

  @wire(getRecord, { recordId: '$recordId', fields: REQUIRED_FIELDS, optionalFields: SCORE_FIELDS })
  receiveLead({ data, error }: WiredRecord): void {
    if (data) this.showLead(data);
    else if (error) this.fail(error);
  }

  @wire(getObjectInfo, { objectApiName: LEAD })
  lead?: { readonly data?: ObjectInfo };

  /** The fields behind the reasons, as the org writes them; the card stands without them. */
  @wire(getRecord, { recordId: '$recordId', optionalFields: '$reasonFields' })
  values?: WiredRecord;

  get reasonFields(): readonly string[] | undefined {
    return this.shown?.reasons && recordFields(this.shown.reasons);
  }

  get orgWords(): OrgWords {
    return orgWordsOf(this.lead?.data, this.values?.data);
  }

  get shown(): ShownScore | undefined {
    return this.live ?? this.stored;
  }

  get text(): CardText | undefined {
    return this.shown && cardText(this.shown, this.orgWords);
  }

  get explanation(): Explanation | undefined {
    const { reasons, baselineScore, otherPoints } = this.shown ?? {};
    if (!reasons || baselineScore === undefined) return undefined;
    return { reasons, baselineScore, otherPoints: otherPoints ?? 0 };
  }

  /** Only what is known to be in the service's log can be spoken of. */
  get stamp(): ScoreStamp | undefined {
    const { recordId: leadId, modelId, live } = this;
    return leadId && modelId && live ? { leadId, modelId, inputHash: live.inputHash } : undefined;
  }

  get isLoading(): boolean {
    return this.busy && !this.shown;
  }

  get isEmpty(): boolean {
    return !this.busy && !this.shown && this.errors.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  /** Beside the footer where there is one, so that nothing moves when the answer arrives. */
  get statusClass(): string {
    return this.shown ? 'slds-text-body_small status status-aside' : 'status';
  }

  get staleText(): string {
    if (this.live || !this.stored || !this.hasErrors) return '';
    return fill(labels.stale, formatInstant(this.stored.scoredAt));
  }

  get modelText(): string {
    return this.live && this.modelVersion !== undefined ? fill(labels.model, this.modelVersion) : '';
  }

  get cannotRefresh(): boolean {
    return this.busy || this.converted;
  }

  handleRefresh(): void {
    void this.askForScore();
  }

  /** Another lead: nothing of the one before stays. */
  private welcome(leadId: string): void {
    this.live = undefined;
    this.byRules = false;
    this.errors = [];
    this.past = [];
    this.now = Date.now();
    this.lastVisit = noteVisit(leadId, this.now);
  }

  private showLead(lead: UiRecord): void {
    if (lead.id !== this.askedFor) this.welcome(lead.id);
    this.stored = findStoredScore(lead);
    this.converted = isConverted(lead);
    if (this.converted) {
      this.busy = false;
      this.errors = [];
    } else if (lead.id !== this.askedFor) {
      void this.askForScore();
    }
  }

  /** An answer that arrives after the page has moved to another lead is dropped. */
  private async askForScore(): Promise<void> {
    const leadId = this.recordId;
    if (!leadId) return;
    this.askedFor = leadId;
    this.busy = true;
    try {
      const answer = await scoreLead({ leadId });
      if (leadId === this.recordId) this.showLive(answer);
    } catch (error) {
      if (leadId === this.recordId) this.fail(error);
    }
    await this.askForPast(leadId);
  }

  /** The line of past scores is a bonus: without it the card says everything else. */
  private async askForPast(leadId: string): Promise<void> {
    const { scores } = await listScores({ leadId }).catch(() => ({ scores: [] }));
    if (leadId === this.recordId) this.past = scores;
  }

  private showLive({ model, scores, problems }: ScoreLeadsResponse): void {
    this.busy = false;
    this.live = scores[0];
    this.modelVersion = model.version;
    this.modelId = model.id;
    this.byRules = model.byRules === true;
    this.errors = this.live ? [] : [problems[0]?.title ?? labels.unknownError];
  }

  private fail(error: unknown): void {
    this.busy = false;
    this.live = undefined;
    this.errors = reduceErrors(error, labels.unknownError);
  }
}
