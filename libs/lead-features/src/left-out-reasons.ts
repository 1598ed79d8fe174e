import { codedMessage, messageValue, type CodedMessage } from '@leadlight/common';

/** Why no feature reads a field of the org or a column of a table. */
export type LeftOutCode =
  | 'reveals_outcome'
  | 'updated_by_staff'
  | 'changes_with_every_touch'
  | 'identifies_record'
  | 'written_by_leadlight'
  | 'excluded_by_settings'
  | 'unknown_past'
  | 'not_read'
  | 'names_people'
  | 'unused_type'
  | 'column_names_lead'
  | 'column_is_outcome'
  | 'column_empty'
  | 'column_one_value'
  | 'column_unique_numbers'
  | 'column_nearly_unique'
  | 'column_is_creation_date'
  | 'column_without_creation_dates'
  | 'column_of_dates';

export type LeftOutReason = CodedMessage<LeftOutCode>;

/** The reasons that are the same for every field. */
export const leftOutReasons = {
  revealsOutcome: codedMessage('reveals_outcome', 'It reveals the outcome, or is written because of it.'),
  updatedByStaff: codedMessage(
    'updated_by_staff',
    'People update it while they work the lead, so it reveals what they already know.',
  ),
  changesWithEveryTouch: codedMessage(
    'changes_with_every_touch',
    'It changes whenever the record is touched later, so it reveals the future.',
  ),
  identifiesRecord: codedMessage(
    'identifies_record',
    'It identifies a record or a person, so it says nothing about the next lead.',
  ),
  writtenByLeadlight: codedMessage('written_by_leadlight', 'Leadlight writes it.'),
  excludedBySettings: codedMessage('excluded_by_settings', 'The settings exclude it.'),
  unknownPast: codedMessage(
    'unknown_past',
    'It can change and is not tracked, so its past values are unknown: turn on field history tracking for it.',
  ),
  notRead: codedMessage('not_read', 'No built-in feature reads it.'),
  namesPeople: codedMessage(
    'names_people',
    'It names one of your own people, which becomes a feature only where it is included by name.',
  ),
  columnNamesLead: codedMessage('column_names_lead', 'It names the lead.'),
  columnIsOutcome: codedMessage('column_is_outcome', 'It is the outcome.'),
  columnEmpty: codedMessage('column_empty', 'It is empty.'),
  columnIsCreationDate: codedMessage('column_is_creation_date', 'It is the time of creation.'),
  columnWithoutCreationDates: codedMessage(
    'column_without_creation_dates',
    'It has no ISO dates, so it gives no time of creation.',
  ),
  columnOfDates: codedMessage(
    'column_of_dates',
    'It has dates, which say nothing about a new lead until the column of creation dates is named.',
  ),
} as const satisfies Record<string, LeftOutReason>;

/** @param type the type of a field that no feature can use, such as `textarea` */
export const unusedTypeReason = (type: string): LeftOutReason =>
  codedMessage(
    'unused_type',
    'It is of the type {0}, which is not used for features: texts and dates of one lead rarely occur again.',
    [],
    [{ name: type }],
  );

export const oneValueReason = (text: string): LeftOutReason =>
  codedMessage('column_one_value', 'It has only one value ({0}).', [], [{ name: text }]);

/** @param rows values that are not missing, each a different whole number of the same length */
export const uniqueNumbersReason = (rows: number): LeftOutReason =>
  codedMessage(
    'column_unique_numbers',
    'It is an identifier: each of its {0} values is a different whole number of the same length.',
    [messageValue('count', rows)],
  );

export const nearlyUniqueReason = (distinct: number, rows: number): LeftOutReason =>
  codedMessage(
    'column_nearly_unique',
    'It is nearly unique: {0} different texts in {1} rows, so the next lead has a new one.',
    [messageValue('count', distinct), messageValue('count', rows)],
  );
