import { environmentVariables, type EnvironmentVariableName } from '@leadlight/common';
import { Command, InvalidArgumentError, Option } from 'commander';

export interface CommonOptions {
  readonly folder: string;
  readonly json?: boolean;
}

/** For commands on one org. */
export interface OrgOptions extends CommonOptions {
  readonly org?: string;
}

/** A command with the options that all share, and with examples in its help. */
export const createCommand = (name: string, description: string, examples: readonly string[]): Command =>
  new Command(name)
    .exitOverride()
    .description(description)
    .addOption(
      new Option('--folder <dir>', 'folder where Leadlight stores everything')
        .default(environmentVariables.LEADLIGHT_FOLDER.default)
        .env('LEADLIGHT_FOLDER' satisfies EnvironmentVariableName),
    )
    .option('--json', 'write one JSON document to standard output, for machines')
    .addHelpText(
      'after',
      `\nExample${examples.length > 1 ? 's' : ''}:\n${examples.map((line) => `  ${line}`).join('\n')}`,
    );

export const bulkFromOption = () =>
  new Option(
    '--bulk-from <number>',
    'number of scores from which on a Bulk API job writes them, instead of calls of 200',
  )
    .argParser(wholeNumberParser(1))
    .default(2_000);

export const ORG_OPTION = ['--org <id>', 'the org; LEADLIGHT_ORG or the only org by default'] as const;

/** Items separated by commas. */
export const parseList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** The values of an option that may be given several times. */
export const parseRepeated = (value: string, before: readonly string[] = []): string[] => [...before, value];

export const wholeNumberParser =
  (min: number, max = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min}${max < 2 ** 40 ? ` to ${max}` : ''}.`);
  };

/** A number between 0 and 1, both excluded. */
export function parseFraction(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a number between 0 and 1, such as 0.5.');
}

export function parsePositiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

export const parsePort = wholeNumberParser(1, 65_535);
