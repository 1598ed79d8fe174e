import { Command, InvalidArgumentError, Option } from 'commander';

export interface CommonOptions {
  readonly folder: string;
  readonly json?: boolean;
}

/** A command with what all of them share: where things are kept, --json, and an example in its help. */
export const createCommand = (name: string, description: string, examples: readonly string[]): Command =>
  new Command(name)
    .exitOverride()
    .description(description)
    .addOption(
      new Option('--folder <dir>', 'where Leadlight keeps its things').default('.leadlight').env('LEADLIGHT_FOLDER'),
    )
    .option('--json', 'one JSON document on standard output, for machines')
    .addHelpText(
      'after',
      `\nExample${examples.length > 1 ? 's' : ''}:\n${examples.map((line) => `  ${line}`).join('\n')}`,
    );

/** How an org is written to. */
export const bulkFromOption = () =>
  new Option('--bulk-from <number>', 'from so many scores at once on a Bulk job writes them; fewer go in calls of 200')
    .argParser(wholeNumberParser(1))
    .default(2_000);

/** Everything that is about one org takes it. */
export const ORG_OPTION = ['--org <id>', 'which org; else LEADLIGHT_ORG, else the only one there is'] as const;

export const parseList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const wholeNumberParser =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least}${most < 2 ** 40 ? ` to ${most}` : ''}.`);
  };

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
