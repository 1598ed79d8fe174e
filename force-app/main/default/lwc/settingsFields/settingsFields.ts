import { LightningElement, api } from 'lwc';
import type { FieldUse, ScoringSettings } from '@leadlight/contract';
import { createFieldNamer } from 'c/reportFormat';
import { joinMessages, type LocalizedText } from 'c/localizedMessages';
import { labels } from './labels';

/** A field to add to or remove from a list of the settings. */
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
  /** For screen readers: the name, and whether it cannot be changed. */
  readonly spoken: string;
  readonly reason: LocalizedText;
  readonly verdict: string;
}

const VERDICTS: Readonly<Record<string, string>> = {
  suspect: labels.verdictSuspect,
  excluded: labels.verdictExcluded,
};

/** Which fields the next training uses, and why. Some of them can be switched. */
export default class SettingsFields extends LightningElement {
  @api fields: readonly FieldUse[] = [];
  /** The settings as edited. */
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
      reason: joinMessages(reasons, nameOf),
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

  /** The edited settings take precedence over the state from the service. */
  private isUsed({ field, settingsList, use }: Pick<FieldUse, 'field' | 'settingsList' | 'use'>): boolean {
    if (!settingsList || !this.settings) return use === 'in';
    const listed = this.settings[settingsList].includes(field);
    return settingsList === 'excludedFields' ? !listed : listed;
  }
}
