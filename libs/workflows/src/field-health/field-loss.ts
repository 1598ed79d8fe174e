import { codedMessage, messageValue, type CodedMessage, type MessageValue, type NamedLabel } from '@leadlight/common';
import type { FieldValue, LeadHistory } from '@leadlight/lead-features';

/** What has happened to a field since the active model learned from it. */
export type FieldLossCode =
  | 'field_unreadable'
  | 'field_renamed'
  | 'field_type_changed'
  | 'field_values_renamed'
  | 'field_numbers_scaled'
  | 'field_currencies';
export type FieldLossMessage = CodedMessage<FieldLossCode>;

/** The sentences; `force-app/labels.csv` has the translations. */
export const fieldLossTemplates = {
  field_unreadable:
    'The active model reads {0}, which can no longer be read: it was deleted, renamed, or hidden from the integration user.',
  field_renamed: 'The active model reads a field that seems to have been renamed (old and new name: {0}).',
  field_type_changed: 'The type of {0} has changed since the active model was trained.',
  field_values_renamed:
    'Values of a picklist that the active model reads have been renamed (field, old and new values: {0}).',
  field_numbers_scaled: 'The numbers in {1} have changed by a factor of about {0}: another unit or currency?',
  field_currencies:
    'Several currencies have been turned on since the active model was trained, so the amounts in {0} are not comparable.',
} as const satisfies Record<FieldLossCode, string>;

/** A lead field that the active model reads, and that no longer means what it meant in training. */
export interface FieldLoss {
  /** API name. */
  readonly field: string;
  readonly message: FieldLossMessage;
  /** Whose scores it moves: leads without the field (`absent`), with one of `values`, or with any value (`filled`). */
  readonly affects: 'absent' | 'values' | 'filled';
  readonly values?: readonly string[];
  /** Whether an administrator has decided that scores are written anyway. */
  readonly isAccepted: boolean;
}

export const fieldLoss = (
  code: FieldLossCode,
  field: NamedLabel,
  isAccepted: boolean,
  affects: FieldLoss['affects'],
  {
    values,
    names = [],
    numbers = [],
  }: {
    readonly values?: readonly string[];
    readonly names?: readonly string[];
    readonly numbers?: readonly MessageValue[];
  } = {},
): FieldLoss => ({
  field: field.name,
  message: codedMessage(code, fieldLossTemplates[code], numbers, [
    withApiName(field),
    ...names.map((name) => ({ name })),
  ]),
  affects,
  ...(values && { values }),
  isAccepted,
});

/** People know a field by its label, commands by its API name. */
const withApiName = ({ name, label = name }: NamedLabel): NamedLabel =>
  label === name ? { name } : { name, label: `${label} (${name})` };

export const factor = (value: number): MessageValue => messageValue('number', value);

/** Losses that hold scores back: those that no administrator has accepted. */
export const heldLosses = (losses: readonly FieldLoss[]): readonly FieldLoss[] =>
  losses.filter(({ isAccepted }) => !isAccepted);

/** Whether the loss moves the lead's score. */
export function movesScore(
  { field, affects, values = [] }: FieldLoss,
  { fields }: Pick<LeadHistory, 'fields'>,
): boolean {
  if (affects === 'absent') return !Object.hasOwn(fields, field);
  const value = fields[field] ?? null;
  return affects === 'filled' ? value !== null : typeof value === 'string' && values.includes(value);
}

/**
 * The lead without the values that no longer mean what the model learned: they count as missing, which is less wrong than
 * a number in another unit.
 */
export function withoutLostValues(history: LeadHistory, losses: readonly FieldLoss[] = []): LeadHistory {
  const lost = losses.filter((loss) => loss.affects === 'filled' && movesScore(loss, history));
  if (lost.length === 0) return history;
  const fields: Record<string, FieldValue> = { ...history.fields };
  for (const { field } of lost) delete fields[field];
  return { ...history, fields };
}
