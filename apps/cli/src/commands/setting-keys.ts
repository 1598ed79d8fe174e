import { readFileSync } from 'node:fs';
import type { ScoringSettings, ScoringSettingsChange } from '@leadlight/contract';
import { learnerIds } from '@leadlight/learners';
import { DEFAULT_SCORING_SETTINGS } from '@leadlight/workflows';
import { CliError } from '../errors.ts';
import { fraction, list, positiveNumber, wholeNumber } from './options.ts';
import { apart, goal, monotone } from './setting-values.ts';

type Setting = keyof ScoringSettingsChange;

/** How one setting is written on the command line. */
interface SettingKey<Name extends Setting = Setting> {
  readonly setting: Name;
  readonly help: string;
  readonly parse: (text: string) => ScoringSettings[Name];
  readonly format: (value: ScoringSettings[Name]) => string;
}

const key = <Name extends Setting>(
  setting: Name,
  help: string,
  parse: SettingKey<Name>['parse'],
  format: SettingKey<Name>['format'] = String,
) => ({ setting, help, parse, format }) as unknown as SettingKey;

const orNone =
  <Value>(parse: (text: string) => Value, none = 'none') =>
  (text: string): Value | null =>
    text === none ? null : parse(text);
const absent =
  (none = 'none') =>
  (value: unknown): string =>
    value === null ? none : String(value);
const names = (value: readonly string[]): string => value.join(', ') || 'none';
const days = wholeNumber(1, 3650);

/** Keys of `leadlight settings set`, as the options of `leadlight train` call them. */
export const settingKeys: Readonly<Record<string, SettingKey>> = {
  goal: key('goal', 'converted, opportunity, won, or status:NAME', goal, (value) =>
    value.kind === 'status' ? `status:${value.status}` : value.kind,
  ),
  horizon: key(
    'horizonDays',
    'days, or auto: the 90th percentile of the time to convert',
    orNone(days, 'auto'),
    absent('auto'),
  ),
  ages: key(
    'snapshotAgesDays',
    'at which ages leads are looked at, in days: 0,1,7,30',
    (text) => list(text).map(wholeNumber(0, 365)),
    joined,
  ),
  exclude: key('excludedFields', 'fields that the model never reads', named, names),
  include: key('includedFields', 'fields used although their past is unknown, and lookups to users', named, names),
  allow: key('allowedFields', 'suspect fields used none the less', named, names),
  segment: key('segmentField', 'a field whose values part the leads, or none', orNone(String), absent()),
  threshold: key('threshold', 'from which probability a lead counts as qualified', fraction),
  capacity: key('capacityPerWeek', 'leads that can be worked a week, or none', orNone(positiveNumber), absent()),
  'deal-value': key('dealValue', 'what a conversion is worth, or none', orNone(positiveNumber), absent()),
  'call-cost': key('callCost', 'what working a lead costs, or none', orNone(positiveNumber), absent()),
  junk: key(
    'junk',
    'a file with junk rules as JSON, or none: no lead is junk',
    orNone(jsonFile<ScoringSettings['junk']>),
    (value) => (value === null ? 'none' : `${value.emailDomains.length} domains, ${value.words.length} words`),
  ),
  points: key(
    'pointsTable',
    'a file with the rules of the points table as JSON',
    jsonFile<ScoringSettings['pointsTable']>,
    (value) => (value === null ? 'built in' : `${value.length} rules`),
  ),
  learner: key('learner', `best, or ${learnerIds.join(', ')}`, (text) => text as ScoringSettings['learner']),
  'half-life': key('halfLifeDays', 'days after which a lead counts half, or none', orNone(days), absent()),
  'class-weight': key('classWeight', 'how much more a converted lead counts in growing trees', positiveNumber),
  monotone: key('monotone', 'FIELD:up,FIELD:down: more never lowers or raises the score', monotone, (value) =>
    names(Object.entries(value).map(([field, way]) => `${field}:${way}`)),
  ),
  apart: key('apart', 'A+B,C+D: fields whose effects only add up', apart, (value) =>
    names(value.map((pair) => pair.join('+'))),
  ),
};

/** @throws CliError `options` where a pair names no setting or no value of it */
export function changeOf(pairs: readonly string[]): ScoringSettingsChange {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', text = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      const known = settingKeys[name];
      if (!known) {
        const keys = Object.keys(settingKeys).join(', ');
        throw new CliError('options', `"${pair}" is no setting: write KEY=VALUE with one of the keys ${keys}.`);
      }
      return [known.setting, text === 'default' ? DEFAULT_SCORING_SETTINGS[known.setting] : parsed(name, known, text)];
    }),
  );
}

export const settingLines = (settings: ScoringSettings): readonly [string, string][] =>
  Object.entries(settingKeys).map(([name, { setting, format }]) => [name, format(settings[setting])]);

function parsed(name: string, { parse }: SettingKey, text: string) {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof CliError ? error : new CliError('options', `${name}: ${(error as Error).message}`);
  }
}

function named(text: string): readonly string[] {
  return text === 'none' ? [] : list(text);
}

function joined(value: readonly number[]): string {
  return value.join(', ');
}

/** Its shape is checked with the other settings. */
function jsonFile<Value>(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Value;
  } catch (error) {
    throw new CliError('options', `${path} cannot be read as JSON: ${(error as Error).message}`);
  }
}
