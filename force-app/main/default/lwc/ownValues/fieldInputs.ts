import type { ObjectInfo, Picklists } from 'lightning/uiObjectInfoApi';
import type { UiRecord } from 'lightning/uiRecordApi';
import { labels } from './labels';

export type TriedValue = string | number | boolean | null;

interface Option {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

/** One field to try a value of, as its kind of value is entered. */
export interface FieldInput {
  readonly name: string;
  readonly label: string;
  readonly inputId: string;
  readonly isPicklist: boolean;
  readonly isCheckbox: boolean;
  readonly isLine: boolean;
  readonly inputType: 'number' | 'text';
  /** As the lead has it; empty text = no value. */
  readonly value: string;
  readonly checked: boolean;
  readonly options: readonly Option[];
}

type Entry = 'number' | 'text' | 'checkbox' | 'picklist';

/** How a value of each type of field is entered; types that are not here are not offered. */
const ENTRIES: Readonly<Record<string, Entry>> = {
  Boolean: 'checkbox',
  Currency: 'number',
  Double: 'number',
  Email: 'text',
  Int: 'number',
  Percent: 'number',
  Phone: 'text',
  Picklist: 'picklist',
  String: 'text',
  Url: 'text',
};

/** Inputs for those of the fields that the user may change, with what the lead has now. */
export function fieldInputs(
  names: readonly string[],
  { fields }: ObjectInfo,
  record: UiRecord,
  picklists: Picklists | undefined,
): FieldInput[] {
  return names.flatMap((name) => {
    const field = fields[name];
    const entry = ENTRIES[field?.dataType ?? ''];
    const known = record.fields[name];
    if (!field?.updateable || !entry || !known) return [];
    const value = known.value === null || known.value === undefined ? '' : String(known.value);
    return [
      {
        name,
        label: field.label,
        inputId: `value-${name}`,
        isPicklist: entry === 'picklist',
        isCheckbox: entry === 'checkbox',
        isLine: entry === 'number' || entry === 'text',
        inputType: entry === 'number' ? ('number' as const) : ('text' as const),
        value,
        checked: known.value === true,
        options: entry === 'picklist' ? optionsOf(value, picklists?.picklistFieldValues[name]?.values ?? []) : [],
      },
    ];
  });
}

/** The org's values in the user's language; a value that the org does not offer any more can be kept. */
function optionsOf(chosen: string, offered: readonly { readonly value: string; readonly label: string }[]): Option[] {
  const kept = offered.some(({ value }) => value === chosen)
    ? []
    : [{ value: chosen, label: chosen || labels.noValue }];
  const empty = chosen === '' ? [] : [{ value: '', label: labels.noValue }];
  return [...kept, ...offered, ...empty].map(({ value, label }) => ({ value, label, selected: value === chosen }));
}

/** What an input holds now; undefined where it is what the lead has. */
export function triedValue(
  { value, checked, inputType, isCheckbox }: FieldInput,
  entered: { readonly value: string; readonly checked?: boolean },
): TriedValue | undefined {
  if (isCheckbox) return entered.checked === checked ? undefined : entered.checked === true;
  const text = entered.value.trim();
  if (text === value) return undefined;
  if (text === '') return null;
  return inputType === 'number' ? Number(text) : text;
}
