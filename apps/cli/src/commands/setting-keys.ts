import { readFileSync } from 'node:fs';
import type { ScoringSettings, ScoringSettingsChange } from '@leadlight/contract';
import { learnerIds } from '@leadlight/learners';
import { DEFAULT_SCORING_SETTINGS } from '@leadlight/workflows';
import { CliError } from '../errors.ts';
import { parseFraction, parseList, parsePositiveNumber, wholeNumberParser } from './options.ts';
import { parseInteractionConstraints, parseGoal, parseMonotonicConstraints } from './parse-constraints.ts';

type Setting = keyof ScoringSettingsChange;

/** How one setting is written on the command line. */
interface SettingFormat<Name extends Setting = Setting> {
  readonly setting: Name;
  readonly help: string;
  readonly parse: (text: string) => ScoringSettings[Name];
  readonly format: (value: ScoringSettings[Name]) => string;
}

const settingKey = <Name extends Setting>(
  setting: Name,
  help: string,
  parse: SettingFormat<Name>['parse'],
  format: SettingFormat<Name>['format'] = String,
) => ({ setting, help, parse, format }) as unknown as SettingFormat;

const nullable =
  <Value>(parse: (text: string) => Value, none = 'none') =>
  (text: string): Value | null =>
    text === none ? null : parse(text);
const formatNullable =
  (none = 'none') =>
  (value: unknown): string =>
    value === null ? none : String(value);
const formatNames = (value: readonly string[]): string => value.join(', ') || 'none';
const parseDays = wholeNumberParser(1, 3650);

/** Keys of `leadlight settings set`, as the options of `leadlight train` call them. */
export const settingKeys: Readonly<Record<string, SettingFormat>> = {
  goal: settingKey('goal', 'converted, opportunity, won, or status:NAME', parseGoal, (value) =>
    value.kind === 'status' ? `status:${value.status}` : value.kind,
  ),
  horizon: settingKey(
    'horizonDays',
    'days, or auto: the 90th percentile of the time to convert',
    nullable(parseDays, 'auto'),
    formatNullable('auto'),
  ),
  ages: settingKey(
    'snapshotAgesDays',
    'at which ages leads are looked at, in days: 0,1,7,30',
    (text) => parseList(text).map(wholeNumberParser(0, 365)),
    formatNumbers,
  ),
  exclude: settingKey('excludedFields', 'fields that the model never reads', parseNames, formatNames),
  include: settingKey(
    'includedFields',
    'fields used although their past is unknown, and lookups to users',
    parseNames,
    formatNames,
  ),
  allow: settingKey('allowedFields', 'suspect fields used none the less', parseNames, formatNames),
  segment: settingKey(
    'segmentField',
    'a field whose values part the leads, or none',
    nullable(String),
    formatNullable(),
  ),
  threshold: settingKey('threshold', 'from which probability a lead counts as qualified', parseFraction),
  capacity: settingKey(
    'capacityPerWeek',
    'leads that can be worked a week, or none',
    nullable(parsePositiveNumber),
    formatNullable(),
  ),
  'deal-value': settingKey(
    'dealValue',
    'what a conversion is worth, or none',
    nullable(parsePositiveNumber),
    formatNullable(),
  ),
  'call-cost': settingKey(
    'callCost',
    'what working a lead costs, or none',
    nullable(parsePositiveNumber),
    formatNullable(),
  ),
  junk: settingKey(
    'junk',
    'a file with junk rules as JSON, or none: no lead is junk',
    nullable(readJsonFile<ScoringSettings['junk']>),
    (value) => (value === null ? 'none' : `${value.emailDomains.length} domains, ${value.words.length} words`),
  ),
  points: settingKey(
    'pointsTable',
    'a file with the rules of the points table as JSON',
    readJsonFile<ScoringSettings['pointsTable']>,
    (value) => (value === null ? 'built in' : `${value.length} rules`),
  ),
  learner: settingKey('learner', `best, or ${learnerIds.join(', ')}`, (text) => text as ScoringSettings['learner']),
  'half-life': settingKey(
    'halfLifeDays',
    'days after which a lead counts half, or none',
    nullable(parseDays),
    formatNullable(),
  ),
  'class-weight': settingKey(
    'classWeight',
    'how much more a converted lead counts in growing trees',
    parsePositiveNumber,
  ),
  monotone: settingKey(
    'monotonicConstraints',
    'FIELD:up,FIELD:down: more never lowers or raises the score',
    parseMonotonicConstraints,
    (value) => formatNames(Object.entries(value).map(([field, way]) => `${field}:${way}`)),
  ),
  apart: settingKey(
    'interactionConstraints',
    'A+B,C+D: fields whose effects only add up',
    parseInteractionConstraints,
    (value) => formatNames(value.map((pair) => pair.join('+'))),
  ),
};

/** @throws CliError `options` where a pair names no setting or no value of it */
export function parseSettingChanges(pairs: readonly string[]): ScoringSettingsChange {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', text = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      const known = settingKeys[name];
      if (!known) {
        const keys = Object.keys(settingKeys).join(', ');
        throw new CliError('options', `"${pair}" is no setting: write KEY=VALUE with one of the keys ${keys}.`);
      }
      return [
        known.setting,
        text === 'default' ? DEFAULT_SCORING_SETTINGS[known.setting] : parseSettingValue(name, known, text),
      ];
    }),
  );
}

export const settingRows = (settings: ScoringSettings): readonly [string, string][] =>
  Object.entries(settingKeys).map(([name, { setting, format }]) => [name, format(settings[setting])]);

function parseSettingValue(name: string, { parse }: SettingFormat, text: string) {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof CliError ? error : new CliError('options', `${name}: ${(error as Error).message}`);
  }
}

function parseNames(text: string): readonly string[] {
  return text === 'none' ? [] : parseList(text);
}

function formatNumbers(value: readonly number[]): string {
  return value.join(', ');
}

/** Its shape is checked with the other settings. */
function readJsonFile<Value>(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Value;
  } catch (error) {
    throw new CliError('options', `${path} cannot be read as JSON: ${(error as Error).message}`);
  }
}
