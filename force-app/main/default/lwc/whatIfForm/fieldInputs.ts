import type { ObjectInfo, Picklists } from 'lightning/uiObjectInfoApi';
import type { UiRecord } from 'lightning/uiRecordApi';
import { labels } from './labels';

export type WhatIfValue = string | number | boolean | null;

interface Option {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

/** The input for one field. */
export interface FieldInput {
  readonly name: string;
  readonly label: string;
  readonly inputId: string;
  readonly isPicklist: boolean;
  readonly isCheckbox: boolean;
  readonly inputType: 'number' | 'text';
  /** The value of the lead; empty = no value. */
  readonly value: string;
  readonly checked: boolean;
  readonly options: readonly Option[];
}

type InputKind = 'number' | 'text' | 'checkbox' | 'picklist';

/** The kind of input for each data type. Fields of other types are not offered. */
const INPUT_KINDS: Readonly<Record<string, InputKind>> = {
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

/** Inputs for the fields that the user may change, with the values of the lead. */
export function fieldInputs(
  names: readonly string[],
  { fields }: ObjectInfo,
  record: UiRecord,
  picklists: Picklists | undefined,
): FieldInput[] {
  return names.flatMap((name) => {
    const field = fields[name];
    const kind = INPUT_KINDS[field?.dataType ?? ''];
    const current = record.fields[name];
    if (!field?.updateable || !kind || !current) return [];
    const value = current.value === null || current.value === undefined ? '' : String(current.value);
    return [
      {
        name,
        label: field.label,
        inputId: `value-${name}`,
        isPicklist: kind === 'picklist',
        isCheckbox: kind === 'checkbox',
        inputType: kind === 'number' ? ('number' as const) : ('text' as const),
        value,
        checked: current.value === true,
        options: kind === 'picklist' ? optionsOf(value, picklists?.picklistFieldValues[name]?.values ?? []) : [],
      },
    ];
  });
}

/** The picklist values of the org, and the value of the lead even if the org no longer offers it. */
function optionsOf(chosen: string, offered: readonly { readonly value: string; readonly label: string }[]): Option[] {
  const obsolete = offered.some(({ value }) => value === chosen)
    ? []
    : [{ value: chosen, label: chosen || labels.noValue }];
  const empty = chosen === '' ? [] : [{ value: '', label: labels.noValue }];
  return [...obsolete, ...offered, ...empty].map(({ value, label }) => ({ value, label, selected: value === chosen }));
}

/** The value of an input; undefined if it is that of the lead. */
export function changedValue(
  { value, checked, inputType, isCheckbox }: FieldInput,
  entered: { readonly value: string; readonly checked?: boolean },
): WhatIfValue | undefined {
  if (isCheckbox) return entered.checked === checked ? undefined : entered.checked === true;
  const text = entered.value.trim();
  if (text === value) return undefined;
  if (text === '') return null;
  return inputType === 'number' ? Number(text) : text;
}
