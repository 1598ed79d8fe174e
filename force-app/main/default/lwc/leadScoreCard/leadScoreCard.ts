import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo, type ObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord, type UiRecord, type WiredRecord } from 'lightning/uiRecordApi';
import findRejection from '@salesforce/apex/LeadScoreController.findRejection';
import listScores from '@salesforce/apex/LeadScoreController.listScores';
import scoreLead, { type ScoredLead, type ScoreLeadsResult } from '@salesforce/apex/LeadScoreController.scoreLead';
import LEAD from '@salesforce/schema/Lead';
import { reduceErrors } from 'c/errors';
import { recordVisit } from 'c/lastVisit';
import { toOrgFields, recordFields, type OrgFields } from 'c/orgFields';
import type { ScoreStamp } from 'c/reasonFeedback';
import type { PastScore } from 'c/scoreChange';
import { fill, formatInstant } from 'c/scoreFormat';
import {
  REQUIRED_FIELDS,
  SCORE_FIELDS,
  findStoredScore,
  hasFailed,
  isConverted,
  type Explanation,
  type ShownScore,
} from 'c/storedScore';
import { cardText, type CardText } from './cardText';
import { labels } from './labels';

/** A lead's score and its reasons: first the stored score, then the live one. Read-only. */
export default class LeadScoreCard extends LightningElement {
  @api recordId?: string;

  labels = labels;
  stored?: ShownScore;
  live?: ScoredLead & Pick<ScoreLeadsResult['model'], 'goal'>;
  modelVersion?: number;
  modelId?: string;
  /** An experiment hides the score of this lead, an older one too. */
  withheld = false;
  /** The live score comes from the points table, because no model is active yet. */
  byRules = false;
  errors: readonly string[] = [];
  converted = false;
  /** The last attempt to score the lead and store the score failed. */
  failed = false;
  /** Why the org did not store the latest score. */
  rejection?: string;
  busy = true;
  past: readonly PastScore[] = [];
  lastVisit?: number;
  now = 0;
  private requestedId?: string;

  @wire(getRecord, { recordId: '$recordId', fields: REQUIRED_FIELDS, optionalFields: SCORE_FIELDS })
  receiveLead({ data, error }: WiredRecord): void {
    if (data) this.showLead(data);
    else if (error) this.fail(error);
  }

  @wire(getObjectInfo, { objectApiName: LEAD })
  lead?: { readonly data?: ObjectInfo };

  /** The fields of the reasons, as the org displays them. The card works without them. */
  @wire(getRecord, { recordId: '$recordId', optionalFields: '$reasonFields' })
  values?: WiredRecord;

  get reasonFields(): readonly string[] | undefined {
    return this.shown?.reasons && recordFields(this.shown.reasons);
  }

  get orgFields(): OrgFields {
    return toOrgFields(this.lead?.data, this.values?.data);
  }

  get shown(): ShownScore | undefined {
    return this.withheld ? undefined : (this.live ?? this.stored);
  }

  get text(): CardText | undefined {
    return this.shown && cardText(this.shown, this.orgFields);
  }

  get explanation(): Explanation | undefined {
    const { reasons, baselineScore, otherPoints } = this.shown ?? {};
    if (!reasons || baselineScore === undefined) return undefined;
    return { reasons, baselineScore, otherPoints: otherPoints ?? 0 };
  }

  /** Identifies the live score, which is in the service's log, so that it can be given feedback on. */
  get stamp(): ScoreStamp | undefined {
    const { recordId: leadId, modelId, live } = this;
    return leadId && modelId && live ? { leadId, modelId, inputHash: live.inputHash } : undefined;
  }

  get isLoading(): boolean {
    return this.busy && !this.shown;
  }

  get isEmpty(): boolean {
    return !this.busy && !this.shown && !this.withheld && this.errors.length === 0;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  /** Next to the footer if there is one, so that nothing moves when the response arrives. */
  get statusClass(): string {
    return this.shown ? 'slds-text-body_small status status-aside' : 'status';
  }

  get staleText(): string {
    if (this.live || !this.stored || !this.hasErrors) return '';
    return fill(labels.stale, formatInstant(this.stored.scoredAt));
  }

  /** Why lists show another score than the card; empty if they do not. */
  get notStoredText(): string {
    if (this.converted) return '';
    if (this.rejection) return fill(labels.rejected, this.rejection);
    return this.failed ? labels.failed : '';
  }

  get modelText(): string {
    return this.live && this.modelVersion !== undefined ? fill(labels.model, this.modelVersion) : '';
  }

  get cannotRefresh(): boolean {
    return this.busy || this.converted;
  }

  handleRefresh(): void {
    void this.fetchScore();
  }

  /** Clears what belongs to the previous lead. */
  private reset(leadId: string): void {
    this.live = undefined;
    this.withheld = false;
    this.byRules = false;
    this.errors = [];
    this.rejection = undefined;
    this.past = [];
    this.now = Date.now();
    this.lastVisit = recordVisit(leadId, this.now);
  }

  private showLead(lead: UiRecord): void {
    if (lead.id !== this.requestedId) this.reset(lead.id);
    this.stored = findStoredScore(lead);
    this.converted = isConverted(lead);
    this.failed = hasFailed(lead);
    if (this.converted) {
      this.busy = false;
      this.errors = [];
    } else if (lead.id !== this.requestedId) {
      void this.fetchScore();
    }
  }

  /** Ignores a response that arrives after the page has moved to another lead. */
  private async fetchScore(): Promise<void> {
    const leadId = this.recordId;
    if (!leadId) return;
    this.requestedId = leadId;
    this.busy = true;
    try {
      const response = await scoreLead({ leadId });
      if (leadId === this.recordId) this.showLive(response);
    } catch (error) {
      if (leadId === this.recordId) this.fail(error);
    }
    await Promise.all([this.fetchPastScores(leadId), this.fetchRejection(leadId)]);
  }

  /** The card works without past scores. */
  private async fetchPastScores(leadId: string): Promise<void> {
    const { scores } = await listScores({ leadId }).catch(() => ({ scores: [] }));
    if (leadId === this.recordId) this.past = scores;
  }

  /** The card works without it. */
  private async fetchRejection(leadId: string): Promise<void> {
    const rejection = await findRejection({ leadId }).catch(() => null);
    if (leadId === this.recordId) this.rejection = rejection ?? undefined;
  }

  private showLive({ model, scores, problems }: ScoreLeadsResult): void {
    this.busy = false;
    this.live = scores[0] && { ...scores[0], goal: model.goal };
    this.modelVersion = model.version;
    this.modelId = model.id;
    this.byRules = model.byRules === true;
    this.withheld = !this.live && problems.some(({ type }) => type.endsWith('/score-withheld'));
    this.errors = this.live || this.withheld ? [] : [problems[0]?.title ?? labels.unknownError];
  }

  private fail(error: unknown): void {
    this.busy = false;
    this.live = undefined;
    this.errors = reduceErrors(error, labels.unknownError);
  }
}
