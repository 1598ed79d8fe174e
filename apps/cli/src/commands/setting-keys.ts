import { findOwn } from '@leadlight/common';
import { readFileSync } from 'node:fs';
import type { ScoringSettings, ScoringSettingsChange } from '@leadlight/contract';
import { learnerIds } from '@leadlight/learners';
import { DEFAULT_SCORING_SETTINGS } from '@leadlight/workflows';
import { InvalidArgumentError } from 'commander';
import { CliError, optionsError, readFailure } from '../errors.ts';
import { parseFraction, parseList, parsePositiveNumber, wholeNumberParser } from './options.ts';
import {
  parseBandShares,
  parseForbiddenInteractions,
  parseGoal,
  parseHistorySince,
  parseMonotonicConstraints,
} from './parse-settings.ts';

type Setting = keyof ScoringSettingsChange;

/** How a value is written on the command line. */
interface TextFormat<Value> {
  readonly parse: (text: string) => Value;
  readonly format: (value: Value) => string;
}

interface SettingKey<Name extends Setting = Setting> extends TextFormat<ScoringSettings[Name]> {
  readonly setting: Name;
  readonly help: string;
}

const settingKey = <Name extends Setting>(setting: Name, help: string, format: TextFormat<ScoringSettings[Name]>) =>
  ({ setting, help, ...format }) as unknown as SettingKey;

const text = <Value = string>(parse: (text: string) => Value): TextFormat<Value> => ({ parse, format: String });
const nullable = <Value>({ parse, format }: TextFormat<Value>, none = 'none'): TextFormat<Value | null> => ({
  parse: (given) => (given === none ? null : parse(given)),
  format: (value) => (value === null ? none : format(value)),
});
const names: TextFormat<readonly string[]> = {
  parse: (given) => (given === 'none' ? [] : parseList(given)),
  format: (value) => value.join(', ') || 'none',
};
/** A JSON file. Its shape is validated with the other settings. */
const jsonFile = <Value>(summary: (value: Value) => string): TextFormat<Value> => ({
  parse: (file) => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Value;
    } catch (error) {
      throw new CliError('json_invalid', { file, why: readFailure(error) });
    }
  },
  format: summary,
});

type PointsRules = NonNullable<ScoringSettings['pointsTable']>;
type JunkRules = NonNullable<ScoringSettings['junk']>;

/** The keys of `leadlight settings set`. They have the names of the options of `leadlight train`. */
export const settingKeys: Readonly<Record<string, SettingKey>> = {
  goal: settingKey('goal', 'converted, opportunity, won, or status:NAME', {
    parse: parseGoal,
    format: (value) => (value.kind === 'status' ? `status:${value.status}` : value.kind),
  }),
  horizon: settingKey(
    'horizonDays',
    'days, or auto: the 90th percentile of the time to convert',
    nullable(text(wholeNumberParser(1, 3650)), 'auto'),
  ),
  ages: settingKey('snapshotAgesDays', 'ages of leads at their snapshots, in days: 0,1,7,30', {
    parse: (given) => parseList(given).map(wholeNumberParser(0, 365)),
    format: (value) => value.join(', '),
  }),
  exclude: settingKey('excludedFields', 'fields that the model must not see', names),
  include: settingKey('includedFields', 'lookups to users, and fields to use although their past is unknown', names),
  allow: settingKey('allowedFields', 'fields to use although they look like leakage', names),
  'accept-lost': settingKey(
    'acceptedLosses',
    'lost fields that the active model reads, whose scores are written all the same, or none',
    names,
  ),
  'history-since': settingKey(
    'historySince',
    'FIELD:2026-01-31,…: days since when the history of tracked fields is known, or none',
    {
      parse: (given) => (given === 'none' ? {} : parseHistorySince(given)),
      format: (value) => names.format(Object.entries(value).map(([field, day]) => `${field}:${day}`)),
    },
  ),
  groups: settingKey('groupFields', 'fields whose groups of leads the report compares, or none', {
    parse: (given) => (given === 'none' ? [] : parseList(given)),
    format: (value) => (value ?? []).join(', ') || 'none',
  }),
  segment: settingKey('segmentField', 'field whose values are segments, or none', nullable(text(String))),
  threshold: settingKey('threshold', 'probability from which a lead counts as qualified', text(parseFraction)),
  capacity: settingKey(
    'capacityPerWeek',
    'leads that can be worked per week, or none',
    nullable(text(parsePositiveNumber)),
  ),
  'deal-value': settingKey('dealValue', 'value of a conversion, or none', nullable(text(parsePositiveNumber))),
  'call-cost': settingKey('callCost', 'cost of working a lead, or none', nullable(text(parsePositiveNumber))),
  junk: settingKey(
    'junk',
    'JSON file with the junk rules, or none: no lead is junk',
    nullable(jsonFile<JunkRules>(({ emailDomains, words }) => `${emailDomains.length} domains, ${words.length} words`)),
  ),
  'closed-statuses': settingKey(
    'closedStatuses',
    'statuses that nobody works on, left out of lists by score; none; or auto: found at each training',
    nullable(names, 'auto'),
  ),
  bands: settingKey('bandShares', 'percent of the open leads in bands A, B, C, D: 20,20,30,30', {
    parse: parseBandShares,
    format: ({ A, B, C, D }) => [A, B, C, D].join(', '),
  }),
  points: settingKey(
    'pointsTable',
    'JSON file with the rules of the points table',
    nullable(
      jsonFile<PointsRules>(({ length }) => `${length} rules`),
      'built in',
    ),
  ),
  learner: settingKey(
    'learner',
    `best, or ${learnerIds.join(', ')}`,
    text((given) => given as ScoringSettings['learner']),
  ),
  'half-life': settingKey(
    'halfLifeDays',
    'age in days at which a lead has half the weight, or none',
    nullable(text(wholeNumberParser(1, 3650))),
  ),
  'class-weight': settingKey('classWeight', 'weight of a converted lead when trees grow', text(parsePositiveNumber)),
  'monotonic-constraints': settingKey(
    'monotonicConstraints',
    'FIELD:up,FIELD:down: more never lowers or raises the score',
    {
      parse: parseMonotonicConstraints,
      format: (value) => names.format(Object.entries(value).map(([field, direction]) => `${field}:${direction}`)),
    },
  ),
  'forbidden-interactions': settingKey('forbiddenInteractions', 'A+B,C+D: pairs of fields that must not interact', {
    parse: parseForbiddenInteractions,
    format: (value) => names.format(value.map((pair) => pair.join('+'))),
  }),
};

/** @param pairs `KEY=VALUE` each. @throws CliError `options` for an unknown key or an invalid value */
export function parseSettingChanges(pairs: readonly string[]): ScoringSettingsChange {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      const key = findOwn(settingKeys, name);
      if (!key) {
        const keys = Object.keys(settingKeys).join(', ');
        throw optionsError(`"${pair}" is no setting.`, `Write KEY=VALUE with one of the keys ${keys}.`);
      }
      const isDefault = value === 'default';
      return [key.setting, isDefault ? DEFAULT_SCORING_SETTINGS[key.setting] : parseSettingValue(name, key, value)];
    }),
  );
}

export const settingRows = (settings: ScoringSettings): readonly [string, string][] =>
  Object.entries(settingKeys).map(([name, { setting, format }]) => [name, format(settings[setting])]);

function parseSettingValue(name: string, { parse }: SettingKey, value: string) {
  try {
    return parse(value);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw optionsError(`${name}: ${error.message}`, '"leadlight settings set --help" lists the keys and their values.');
  }
}
