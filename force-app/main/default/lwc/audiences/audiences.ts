import { LightningElement } from 'lwc';
import type { Audience, AudiencePreview, Audiences as AudienceList, AudienceWithPreview } from '@leadlight/contract';
import confirmAudience from '@salesforce/apex/AudiencesController.confirmAudience';
import deleteAudience from '@salesforce/apex/AudiencesController.deleteAudience';
import getAudience from '@salesforce/apex/AudiencesController.getAudience';
import listAudiences, { type CampaignChoice } from '@salesforce/apex/AudiencesController.listAudiences';
import previewAudience from '@salesforce/apex/AudiencesController.previewAudience';
import saveAudience from '@salesforce/apex/AudiencesController.saveAudience';
import writeAudience from '@salesforce/apex/AudiencesController.writeAudience';
import { reduceErrors } from 'c/errors';
import { fill, formatCount } from 'c/scoreFormat';
import type { DraftedAudience } from 'c/audienceForm';
import { audienceRow, campaignName, previewLines, type AudienceRow } from './audienceTexts';
import { leadsAsCsv, saveText } from './exportLeads';
import { labels } from './labels';

/** How often the list is read again while a worker is about to write. */
const REFRESH_MS = 5_000;

/** Saved selections of leads: previewed, confirmed by the user, and then written to their campaigns and list views by the service. */
export default class Audiences extends LightningElement {
  labels = labels;
  audiences: readonly Audience[] = [];
  campaigns: readonly CampaignChoice[] = [];
  preview?: AudiencePreview;
  open?: Audience;
  isEditing = false;
  question?: 'confirm' | 'delete';
  errors: readonly string[] = [];
  busy = true;
  /** The preview of the open audience as it is saved; undefined for a new one. */
  private savedPreview?: AudiencePreview;
  private timer?: ReturnType<typeof setTimeout>;

  override connectedCallback(): void {
    void this.run(() => this.load());
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
  }

  get rows(): readonly AudienceRow[] {
    return this.audiences.map((audience) => audienceRow(audience, this.names));
  }

  get isEmpty(): boolean {
    return !this.busy && this.audiences.length === 0 && !this.hasErrors;
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get isOpen(): boolean {
    return this.open !== undefined && !this.isEditing;
  }

  get lines(): readonly string[] {
    return this.preview ? previewLines(this.preview) : [];
  }

  get canConfirm(): boolean {
    return this.hasTarget && !this.open?.confirmed;
  }

  get canWrite(): boolean {
    return this.hasTarget && this.open?.confirmed === true;
  }

  get questionText(): string {
    const listView = this.open?.listView === true;
    if (this.question === 'delete') return listView ? labels.deleteListView : labels.deleteQuestion;
    if (listView) return fill(labels.confirmListView, formatCount(this.preview?.members ?? 0), this.open!.name);
    const campaign = campaignName(this.open?.campaignId ?? '', this.names);
    return fill(labels.confirmQuestion, formatCount(this.preview?.members ?? 0), campaign);
  }

  get answerText(): string {
    return this.question === 'delete' ? labels.deleteConfirmed : labels.confirmed;
  }

  handleNew(): void {
    this.show(undefined, undefined, true);
  }

  handleOpen(event: Event): void {
    const { audienceId } = (event.currentTarget as HTMLElement).dataset;
    void this.run(async () => this.showDocument(await getAudience({ audienceId: audienceId! })));
  }

  handleChange(): void {
    this.isEditing = true;
    this.question = undefined;
  }

  /** Shows the counts of the saved audience again, because the question before a write quotes them. */
  handleCancel(): void {
    this.show(this.open, this.savedPreview, false);
  }

  handlePreview(event: CustomEvent<DraftedAudience>): void {
    const request = JSON.stringify({ definition: event.detail.definition });
    void this.run(async () => {
      this.preview = JSON.parse(await previewAudience({ request })) as AudiencePreview;
    });
  }

  handleSave(event: CustomEvent<DraftedAudience>): void {
    const { name, definition, campaignId, listView } = event.detail;
    const { open } = this;
    const target = { campaignId, listView };
    const request = open ? { revision: open.revision, definition, ...target } : { name, definition, ...target };
    const audienceId = open?.audienceId ?? null;
    void this.run(async () => {
      this.showDocument(await saveAudience({ audienceId, request: JSON.stringify(request) }));
      await this.load();
    });
  }

  handleAsk(event: Event): void {
    this.question = (event.currentTarget as HTMLElement).dataset.question as 'confirm' | 'delete';
  }

  handleAnswer(): void {
    const { open, question } = this;
    if (!open || this.busy) return;
    const { audienceId, revision } = open;
    this.question = undefined;
    void this.run(async () => {
      if (question === 'delete') await deleteAudience({ audienceId });
      else await confirmAudience({ audienceId, revision });
      this.show(undefined, undefined, false);
      await this.load();
    });
  }

  handleWrite(): void {
    const audienceId = this.open!.audienceId;
    void this.run(async () => {
      await writeAudience({ audienceId });
      await this.load();
    });
  }

  handleExport(): void {
    const { audienceId, name } = this.open!;
    void this.run(async () => saveText(await leadsAsCsv(audienceId), `${name}.csv`));
  }

  private get hasTarget(): boolean {
    return Boolean(this.open?.campaignId) || this.open?.listView === true;
  }

  private get names(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.campaigns.map(({ id, name }) => [id, name]));
  }

  private showDocument(text: string): void {
    const { audience, preview } = JSON.parse(text) as AudienceWithPreview;
    this.show(audience, preview, false);
  }

  private show(audience: Audience | undefined, preview: AudiencePreview | undefined, isEditing: boolean): void {
    this.open = audience;
    this.preview = preview;
    this.savedPreview = preview;
    this.isEditing = isEditing;
    this.question = undefined;
  }

  private async load(): Promise<void> {
    const { audiences, campaigns } = await listAudiences();
    this.audiences = (JSON.parse(audiences) as AudienceList).audiences;
    this.campaigns = campaigns;
    clearTimeout(this.timer);
    if (!this.isConnected || !this.audiences.some(({ isWriteDue }) => isWriteDue)) return;
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- A worker writes within seconds; the page shows what it did.
    this.timer = setTimeout(() => void this.load().catch((error) => this.fail(error)), REFRESH_MS);
  }

  private async run(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.errors = [];
    try {
      await act();
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }

  private fail(error: unknown): void {
    this.errors = reduceErrors(error, labels.unknownError);
  }
}
