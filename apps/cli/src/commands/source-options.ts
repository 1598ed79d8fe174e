import { TABLE_OPTION_NAMES } from '../table/table-options.ts';
import type { LeadTableOptions } from '../table/train-csv.ts';
import { optionsError } from '../errors.ts';
import type { TrainingOptions } from './train-options.ts';

/** What a model is trained on: the synced history of an org, or with `csv` a file. */
export interface SourceOptions extends TrainingOptions, Omit<LeadTableOptions, 'horizon' | 'exclude'> {
  readonly org?: string;
  readonly include?: string[];
  readonly csv?: string;
  readonly out?: string;
  readonly publish?: boolean;
  readonly propensity?: string;
  readonly hold?: boolean;
  readonly maxSnapshots?: number;
}

export const CSV_ONLY_OPTIONS = [
  'label',
  'positive',
  'negative',
  'id',
  'created',
  'convertedAt',
  'out',
  ...TABLE_OPTION_NAMES,
] as const;
const ORG_ONLY_OPTIONS = [
  'org',
  'include',
  'goal',
  'keepJunk',
  'publish',
  'propensity',
  'hold',
  'maxSnapshots',
] as const;

/** Rejects options that would be ignored: CSV options for an org, and org options for a CSV. @throws CliError `options` */
export const rejectMisplacedOptions = (options: SourceOptions): void =>
  rejectMisplaced(options, CSV_ONLY_OPTIONS, ORG_ONLY_OPTIONS);

/** As `rejectMisplacedOptions`, of a command with other options. */
export function rejectMisplaced<Options extends { readonly csv?: string }>(
  options: Options,
  csvOnly: readonly (keyof Options & string)[],
  orgOnly: readonly (keyof Options & string)[],
): void {
  const isOrg = options.csv === undefined;
  const given = (isOrg ? csvOnly : orgOnly).find((name) => options[name] !== undefined);
  if (!given) return;
  const flag = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const place = isOrg ? 'goes with --csv FILE' : 'goes with an org, not with --csv';
  throw optionsError(`--${flag} ${place}.`, 'Leave it out, or see --help of the command.');
}
