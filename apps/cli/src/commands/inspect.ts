import { inspectFile } from '../table/inspect-file.ts';
import { addTableOptions, type TableOptions } from '../table/table-options.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { createCommand, type CommonOptions } from './options.ts';

export const inspectCommand = () =>
  addTableOptions(
    createCommand('inspect', 'Say what a file of leads is, column by column, and which command to run next.', [
      'leadlight inspect leads.csv',
      'leadlight inspect leads.xlsx --sheet "Q3 leads" --json',
    ]),
  )
    .argument('<file>', 'text with delimiters, also packed with gzip, or a workbook (.xlsx)')
    .action(async (file: string, options: CommonOptions & TableOptions) => {
      const { document, lines } = await inspectFile(file, options);
      writeOutput(options, document, lines);
    });
