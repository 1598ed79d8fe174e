import { accessSync, constants, mkdirSync } from 'node:fs';
import { exportWarehouse, type WarehouseExport } from '@leadlight/workflows';
import { withOrg } from '../compose.ts';
import { CliError } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatCount, writeOutput } from '../terminal/write-output.ts';
import { parquetWarehouse } from '../warehouse/parquet-folder.ts';
import { createCommand, ORG_OPTION, wholeNumberParser, type OrgOptions } from './options.ts';

interface ExportOptions extends OrgOptions {
  readonly to: string;
  readonly keepDays?: number;
}

export const exportCommand = () =>
  createCommand(
    'export',
    'Write scores, snapshots, outcomes, measures of models and experiments to Parquet files, by org and day.',
    ['leadlight export --to warehouse', 'leadlight export --to warehouse --keep-days 730'],
  )
    .requiredOption('--to <folder>', 'folder of the files; a later export changes only what has changed')
    .option(
      '--keep-days <number>',
      'remove the files of days older than this; by default none is removed',
      wholeNumberParser(1, 36_500),
    )
    .option(...ORG_OPTION)
    .action(runExport);

async function runExport(options: ExportOptions): Promise<void> {
  const { to, keepDays } = options;
  requireFolder(to);
  const result = await withOrg(options, (ports, orgId) =>
    withProgress((progress) =>
      exportWarehouse({ ...ports, warehouse: parquetWarehouse(to) }, orgId, { keepDays }, progress),
    ),
  );
  writeOutput(options, { ...result, summary: summaryOf(result) }, linesOf(result, to));
}

function requireFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new CliError('output_unwritable', {
      ...{ option: '--to', file: folder },
      why: (error as Error).message,
      remedy: 'Name a folder that you may write to.',
    });
  }
}

const summaryOf = ({ tables, erasedRows }: WarehouseExport): string => {
  const changed = tables.reduce((sum, { daysChanged, daysRemoved }) => sum + daysChanged + daysRemoved, 0);
  return `Exported: ${formatCount(changed)} files changed, ${formatCount(erasedRows)} rows of erased leads removed.`;
};

function linesOf({ tables, erasedRows, isWithoutModel }: WarehouseExport, folder: string): readonly string[] {
  return [
    ...tables.map(
      ({ table, rows, daysChanged, daysRemoved }) =>
        `${table.padEnd(15)} rows read: ${formatCount(rows)}, files written: ${formatCount(daysChanged)}, removed: ${formatCount(daysRemoved)}`,
    ),
    ...(erasedRows > 0 ? [`${formatCount(erasedRows)} rows of erased leads were removed from earlier files.`] : []),
    ...(isWithoutModel ? ['There are no snapshots: no model is active. Run "leadlight train" first.'] : []),
    `The files are in ${folder}.`,
  ];
}
