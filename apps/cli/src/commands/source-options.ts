import { CliError } from '../errors.ts';
import type { TrainingOptions, CsvOptions } from './train-options.ts';

/** What is learned from: an org's synced history, or with `csv` a file. */
export interface SourceOptions extends TrainingOptions, Omit<CsvOptions, 'horizon' | 'exclude'> {
  readonly org?: string;
  readonly include?: string[];
  readonly csv?: string;
  readonly out?: string;
}

const CSV_ONLY_OPTIONS = ['label', 'positive', 'id', 'created', 'convertedAt', 'missing', 'out'] as const;
const ORG_ONLY_OPTIONS = ['org', 'include', 'goal', 'keepJunk'] as const;

/**
 * Options that could only be passed over in silence are refused: those of a CSV with an org, and the other way round.
 * @throws CliError `options`
 */
export function rejectMisplacedOptions(options: SourceOptions): void {
  if (options.csv === undefined) rejectOptions(options, CSV_ONLY_OPTIONS, 'goes with --csv FILE');
  else rejectOptions(options, ORG_ONLY_OPTIONS, 'goes with an org, not with --csv');
}

/** @throws CliError `options` that names the first of these that was given */
export function rejectOptions<Options>(
  options: Options,
  names: readonly (keyof Options & string)[],
  why: string,
): void {
  const given = names.find((name) => options[name] !== undefined);
  if (!given) return;
  const flag = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new CliError('options', `--${flag} ${why}. Leave it out, or check the command's --help.`);
}
