import { isRecordId, toId18 } from '@leadlight/common';
import type { FieldValue, LeadField } from '@leadlight/lead-features';
import {
  DEFAULT_DEFINITION,
  type AudienceDefinition,
  type AudienceFilter,
  type AudienceRange,
  type AudienceTarget,
} from '@leadlight/workflows';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { optionsError } from '../errors.ts';
import { parseList, parseRepeated, wholeNumberParser } from './options.ts';

export interface DefinitionOptions {
  readonly bands?: readonly string[];
  readonly scores?: { readonly from: number; readonly to: number };
  readonly top?: number;
  readonly valueField?: string;
  readonly where?: readonly string[];
  readonly channel?: AudienceDefinition['channel'];
  readonly notInCampaign?: readonly string[];
  readonly notContactedDays?: number;
  readonly holdOut?: number;
  readonly campaign?: string;
  readonly listView?: boolean;
}

/** Adds the options that define an audience. */
export const addDefinitionOptions = (command: Command): Command =>
  command
    .option('--bands <list>', 'leads in these bands; A for a new audience', parseBands)
    .option('--scores <from-to>', 'leads with scores in this range, such as 60-99', parseScores)
    .option('--top <number>', 'this many leads, the highest probabilities first', wholeNumberParser(1, 1_000_000))
    .option(
      '--value-field <field>',
      'with --top: the highest probability times the value of this number field, such as AnnualRevenue',
    )
    .option(
      '--where <condition>',
      'only leads that meet it, such as "Country=DE|AT", "Industry!=Media", "NumberOfEmployees>=100", "Website?" (filled); repeatable',
      parseRepeated,
    )
    .addOption(
      new Option(
        '--channel <channel>',
        'leave out leads that have opted out of it; "other" needs no consent; both for a new audience',
      ).choices(['email', 'phone', 'both', 'other']),
    )
    .option('--not-in-campaign <id>', 'leave out members of this campaign; repeatable', parseRepeated)
    .option(
      '--not-contacted-days <days>',
      'leave out leads that were contacted within this number of days; 0 for no limit',
      wholeNumberParser(0, 3_650),
    )
    .option('--hold-out <percent>', 'leave out this share at random, to measure the campaign', wholeNumberParser(0, 50))
    .option('--campaign <id>', 'Salesforce campaign that gets the leads as members; "none" for no campaign')
    .option('--list-view', 'show the leads in a list view of Salesforce, instead of a campaign')
    .option('--no-list-view', 'no list view');

/**
 * The definition with these options instead of what `before` has.
 * @throws CliError `options` if an option does not fit the others or the fields of the org
 */
export function definitionOf(
  options: DefinitionOptions,
  fields: readonly LeadField[],
  before: AudienceDefinition = DEFAULT_DEFINITION,
): AudienceDefinition {
  const { where, channel, notInCampaign, notContactedDays, holdOut } = options;
  return {
    range: rangeOf(options, fields) ?? before.range,
    filters: where ? where.map((text) => parseFilter(text, fields)) : before.filters,
    channel: channel ?? before.channel,
    notInCampaigns: notInCampaign ? notInCampaign.map(parseRecordId) : before.notInCampaigns,
    notContactedForDays:
      notContactedDays === undefined ? before.notContactedForDays : notContactedDays === 0 ? null : notContactedDays,
    heldOutShare: holdOut === undefined ? before.heldOutShare : holdOut / 100,
  };
}

/** Where the audience is written to with these options: naming one target ends the other, naming both is an error later. */
export function targetOf(
  { campaign, listView }: DefinitionOptions,
  before: AudienceTarget = { campaignId: null, listView: false },
): AudienceTarget {
  const named = campaign === undefined || campaign === 'none' ? null : parseRecordId(campaign);
  if (listView === true) return { campaignId: named, listView };
  if (named !== null) return { campaignId: named, listView: false };
  return {
    campaignId: campaign === undefined ? before.campaignId : null,
    listView: listView === undefined && before.listView,
  };
}

function rangeOf(
  { bands, scores, top, valueField }: DefinitionOptions,
  fields: readonly LeadField[],
): AudienceRange | undefined {
  if ([bands, scores, top].filter((given) => given !== undefined).length > 1)
    throw optionsError('Only one of --bands, --scores and --top chooses the leads.', 'Leave out the others.');
  if (valueField !== undefined && top === undefined)
    throw optionsError('--value-field needs --top.', 'Say how many leads with --top.');
  if (bands) return { by: 'band', bands };
  if (scores) return { by: 'score', ...scores };
  if (top === undefined) return undefined;
  return valueField === undefined
    ? { by: 'top', leads: top }
    : { by: 'value', leads: top, field: requireNumber(valueField, fields).name };
}

const CONDITION = /^\s*([A-Za-z]\w*)\s*(!=|>=|=|<|\?|!\?)\s*(.*?)\s*$/;

function parseFilter(text: string, fields: readonly LeadField[]): AudienceFilter {
  const [, name, operator, value = ''] = CONDITION.exec(text) ?? [];
  if (name === undefined || operator === undefined || (value === '') !== operator.endsWith('?'))
    throw optionsError(
      `The condition "${text}" cannot be read.`,
      'Write "Field=value|value", "Field!=value", "Field>=100", "Field<100", "Field?" or "Field!?".',
    );
  const field = requireField(name, fields);
  switch (operator) {
    case '?':
      return { field: field.name, missing: false };
    case '!?':
      return { field: field.name, missing: true };
    case '>=':
      return { field: requireNumber(name, fields).name, atLeast: parseNumber(value, field) };
    case '<':
      return { field: requireNumber(name, fields).name, below: parseNumber(value, field) };
    default: {
      const values = value.split('|').map((each) => toFieldValue(each.trim(), field));
      return operator === '=' ? { field: field.name, is: values } : { field: field.name, isNot: values };
    }
  }
}

function requireField(name: string, fields: readonly LeadField[]): LeadField {
  const field = fields.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (field) return field;
  throw optionsError(
    `No field ${name} of leads was read.`,
    'Write the API name of a field that the integration user may read.',
  );
}

function requireNumber(name: string, fields: readonly LeadField[]): LeadField {
  const field = requireField(name, fields);
  if (isNumeric(field)) return field;
  throw optionsError(`${field.name} is not a number field.`, 'Choose a number field, or compare with =.');
}

function toFieldValue(text: string, field: LeadField): FieldValue {
  if (isNumeric(field)) return parseNumber(text, field);
  if (field.type !== 'boolean') return text;
  if (!/^(true|false)$/i.test(text))
    throw optionsError(`"${text}" is not a value of ${field.name}.`, 'Write true or false.');
  return text.toLowerCase() === 'true';
}

const isNumeric = ({ type }: LeadField): boolean => type === 'number' || type === 'currency' || type === 'percent';

function parseNumber(text: string, { name }: LeadField): number {
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return value;
  throw optionsError(`"${text}" is not a value of ${name}.`, 'Write a number, such as 100.');
}

function parseRecordId(text: string): string {
  if (isRecordId(text)) return toId18(text);
  throw optionsError(
    `"${text}" is not the id of a campaign.`,
    'Copy it from the address of the campaign in Salesforce.',
  );
}

function parseBands(text: string): readonly string[] {
  const bands = parseList(text).map((band) => band.toUpperCase());
  if (bands.length > 0 && bands.every((band) => /^[A-D]$/.test(band))) return bands;
  throw new InvalidArgumentError('Expected bands, such as A,B.');
}

function parseScores(text: string): { readonly from: number; readonly to: number } {
  const [, from, to] = /^(\d{1,2})\s*[-–]\s*(\d{1,2})$/.exec(text.trim()) ?? [];
  if (from !== undefined && to !== undefined && Number(from) >= 1 && Number(from) <= Number(to))
    return { from: Number(from), to: Number(to) };
  throw new InvalidArgumentError('Expected scores from 1 to 99, such as 60-99.');
}
