import { LightningElement, api } from 'lwc';
import type { PointsRule, ScoringSettings, ScoringSettingsState } from '@leadlight/contract';
import changeSettings from '@salesforce/apex/ScoringSettingsController.changeSettings';
import readSettings, { type SettingsResponse } from '@salesforce/apex/ScoringSettingsController.readSettings';
import undoSettings from '@salesforce/apex/ScoringSettingsController.undoSettings';
import { reduceErrors } from 'c/errors';
import { fill, formatInstant } from 'c/scoreFormat';
import type { FieldSwitch } from 'c/settingsFields';
import { labels } from './labels';
import { changedSettings, settingNames, toForm, withField, withInput } from './settingsForm';

type Question = { readonly text: string; readonly action: () => Promise<SettingsResponse>; readonly done: string };

/** The settings of scoring. The next training uses what is changed here. */
export default class ScoringSettingsPage extends LightningElement {
  labels = labels;
  state?: ScoringSettingsState;
  draft?: ScoringSettings;
  errors: readonly string[] = [];
  busy = true;
  done = '';
  question?: Question;

  override connectedCallback(): void {
    void this.update(readSettings());
  }

  /** Reads the settings again, for example after a threshold was adopted elsewhere on the page. */
  @api refresh(): void {
    void this.update(readSettings());
  }

  get form(): ReturnType<typeof toForm> | undefined {
    return this.draft && this.state && toForm(this.draft, this.state);
  }

  get builtInPoints(): readonly PointsRule[] {
    return this.state?.builtInPointsTable ?? [];
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  get cannotUndo(): boolean {
    return this.busy || !this.state?.canUndo;
  }

  get history(): string {
    const { changedAt, changedBy } = this.state ?? {};
    return changedAt ? fill(labels.changed, formatInstant(changedAt), changedBy ?? '') : labels.defaults;
  }

  handleEntered(event: Event): void {
    const { dataset, value } = event.currentTarget as HTMLInputElement;
    this.edit((draft) => withInput(draft, dataset.name ?? '', value));
  }

  handleField({ detail: { list, field, listed } }: CustomEvent<FieldSwitch>): void {
    this.edit((draft) => withField(draft, list, field, listed));
  }

  handlePoints({ detail }: CustomEvent<readonly PointsRule[] | null>): void {
    this.edit((draft) => ({ ...draft, pointsTable: detail }));
  }

  handleSave(event: Event): void {
    event.preventDefault();
    if (!this.draft || !this.state || this.busy) return;
    const change = changedSettings(this.state.settings, this.draft);
    const names = settingNames(change);
    const request = JSON.stringify({ basedOn: this.state.revision, change });
    this.done = names.length === 0 ? labels.unchanged : '';
    if (names.length > 0)
      this.ask(fill(labels.confirm, names.join(', ')), () => changeSettings({ change: request }), labels.saved);
  }

  handleUndo(): void {
    this.ask(labels.confirmUndo, () => undoSettings(), labels.undone);
  }

  handleCancel(): void {
    this.question = undefined;
  }

  handleConfirm(): void {
    const { question } = this;
    this.question = undefined;
    if (question && !this.busy) void this.update(question.action(), question.done);
  }

  private ask(text: string, action: Question['action'], done: string): void {
    this.done = '';
    this.errors = [];
    this.question = { text, action, done };
  }

  private edit(change: (draft: ScoringSettings) => ScoringSettings): void {
    if (!this.draft) return;
    this.draft = change(this.draft);
    this.question = undefined;
    this.done = '';
  }

  private async update(response: Promise<SettingsResponse>, done = ''): Promise<void> {
    this.busy = true;
    this.errors = [];
    try {
      this.show(await response);
      this.done = done;
    } catch (error) {
      this.errors = reduceErrors(error, labels.unknownError);
      await this.showOthersChanges();
    } finally {
      this.busy = false;
    }
  }

  /** Shows the changes of another user, if there are any. Otherwise keeps what was entered. */
  private async showOthersChanges(): Promise<void> {
    if (!this.state) return;
    const current = await readSettings().catch(() => undefined);
    if (current && current.revision !== this.state.revision) this.show(current);
  }

  private show({ state }: SettingsResponse): void {
    this.state = JSON.parse(state) as ScoringSettingsState;
    this.draft = this.state.settings;
  }
}
