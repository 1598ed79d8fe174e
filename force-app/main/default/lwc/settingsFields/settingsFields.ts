import { LightningElement, api } from 'lwc';
import type { FieldUse, ScoringSettings } from '@leadlight/contract';
import { createFieldNamer } from 'c/reportFormat';
import { messageSentences, type Sentences } from 'c/localizedMessages';
import { labels } from './labels';

/** A field that goes into a list of the settings, or out of it. */
export interface FieldSwitch {
  readonly list: NonNullable<FieldUse['settingsList']>;
  readonly field: string;
  readonly listed: boolean;
}

interface FieldRow {
  readonly field: string;
  readonly label: string;
  readonly used: boolean;
  readonly fixed: boolean;
  /** The name again for those who hear it, and that it cannot be changed where that is so. */
  readonly spoken: string;
  readonly reason: Sentences;
  readonly verdict: string;
}

const VERDICTS: Readonly<Record<string, string>> = {
  suspect: labels.verdictSuspect,
  excluded: labels.verdictExcluded,
};

/** Which fields the model reads, and why; a switch for those that somebody may decide on. */
export default class SettingsFields extends LightningElement {
  @api fields: readonly FieldUse[] = [];
  /** As they are being edited. */
  @api settings?: ScoringSettings;
  labels = labels;

  get rows(): FieldRow[] {
    const nameOf = createFieldNamer([], Object.fromEntries(this.fields.map(({ field, label }) => [field, label])));
    return this.fields.map(({ field, reasons, verdict, settingsList, ...use }) => ({
      field,
      label: nameOf(field),
      used: this.isUsed({ field, settingsList, ...use }),
      fixed: settingsList === null,
      spoken: settingsList === null ? `${nameOf(field)}: ${labels.fieldFixed}` : nameOf(field),
      reason: messageSentences(reasons, nameOf),
      verdict: VERDICTS[verdict ?? ''] ?? '',
    }));
  }

  handleSwitch(event: Event): void {
    const { dataset, checked } = event.currentTarget as HTMLInputElement;
    const use = this.fields.find(({ field }) => field === dataset.field);
    if (!use?.settingsList) return;
    const listed = use.settingsList === 'excludedFields' ? !checked : checked;
    const detail: FieldSwitch = { list: use.settingsList, field: use.field, listed };
    this.dispatchEvent(new CustomEvent('switch', { detail }));
  }

  /** What is being edited goes before what the service said. */
  private isUsed({ field, settingsList, use }: Pick<FieldUse, 'field' | 'settingsList' | 'use'>): boolean {
    if (!settingsList || !this.settings) return use === 'in';
    const listed = this.settings[settingsList].includes(field);
    return settingsList === 'excludedFields' ? !listed : listed;
  }
}
