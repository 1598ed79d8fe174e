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
}

const CSV_ONLY_OPTIONS = [
  'label',
  'positive',
  'negative',
  'id',
  'created',
  'convertedAt',
  'out',
  'encoding',
  'sheet',
  'decimal',
  'dates',
  'missing',
  'notMissing',
] as const;
const ORG_ONLY_OPTIONS = ['org', 'include', 'goal', 'keepJunk', 'publish', 'propensity', 'hold'] as const;

/** Rejects options that would be ignored: CSV options for an org, and org options for a CSV. @throws CliError `options` */
export function rejectMisplacedOptions(options: SourceOptions): void {
  const isOrg = options.csv === undefined;
  const given = (isOrg ? CSV_ONLY_OPTIONS : ORG_ONLY_OPTIONS).find((name) => options[name] !== undefined);
  if (!given) return;
  const flag = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const place = isOrg ? 'goes with --csv FILE' : 'goes with an org, not with --csv';
  throw optionsError(`--${flag} ${place}.`, 'Leave it out, or see --help of the command.');
}
