import type { ReadingOptions } from '@leadlight/lead-table';
import { Option, type Command } from 'commander';
import { parseList } from '../commands/options.ts';
import type { LeadFile, LeadFileOptions } from './read-lead-file.ts';

/** What the options of a command say about a file that it reads. */
export interface TableOptions extends LeadFileOptions {
  readonly decimal?: ReadingOptions['decimal'];
  readonly dates?: ReadingOptions['dates'];
  readonly missing?: string[];
  readonly notMissing?: string[];
}

/** The names of the options in `TableOptions`. */
export const TABLE_OPTION_NAMES = ['encoding', 'sheet', 'decimal', 'dates', 'missing', 'notMissing'] as const;

/** The options of every command that reads a file of leads. */
export const addTableOptions = (command: Command): Command =>
  command
    .option('--encoding <name>', 'CSV: its encoding, such as windows-1252, where it is not the one that is found out')
    .option('--sheet <name>', 'workbook: the sheet to read; the first by default')
    .addOption(
      new Option('--decimal <mark>', 'CSV: mark before the decimals, where the file leaves it open').choices([
        'point',
        'comma',
      ]),
    )
    .addOption(
      new Option('--dates <order>', 'CSV: order of day and month, where the file leaves it open').choices([
        'dmy',
        'mdy',
      ]),
    )
    .option('--missing <texts>', 'CSV: further texts that mean "missing", separated by commas', parseList)
    .option(
      '--not-missing <texts>',
      'CSV: texts that are values although they usually mean "missing", separated by commas',
      parseList,
    );

/** What options and file say about its cells. The numbers of a workbook are stored as numbers, so they have decimal points. */
export const readingOptionsOf = (
  { decimal, dates, missing, notMissing }: TableOptions,
  file?: Pick<LeadFile, 'isWorkbook'>,
): ReadingOptions => ({ decimal: decimal ?? (file?.isWorkbook ? 'point' : undefined), dates, missing, notMissing });
