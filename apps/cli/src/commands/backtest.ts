import type { Backtest } from '@leadlight/evaluation';
import { reportJson } from '@leadlight/report';
import { backtestDataset, backtestOnTable, buildOrgDataset } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { readLeadTable } from '../csv/train-csv.ts';
import { CliError } from '../errors.ts';
import { drawTable } from '../terminal/table.ts';
import { withProgress } from '../terminal/with-progress.ts';
import { createCommand, ORG_OPTION } from './options.ts';
import { rejectMisplacedOptions, type SourceOptions } from './source-options.ts';
import { toAssessSettings, toTrainingRequest, addTrainingOptions, addCsvOptions } from './train-options.ts';

export const backtestCommand = () =>
  addCsvOptions(
    addTrainingOptions(
      createCommand('backtest', 'What a model trained at the start of each past month would have done in it.', [
        'leadlight backtest',
        'leadlight backtest --csv leads.csv --label Converted --created "Created Date"',
      ]),
    ),
  )
    .option(...ORG_OPTION)
    .action(async (options: SourceOptions) => {
      rejectMisplacedOptions(options);
      const result = await withProgress(async (progress) => {
        if (options.csv !== undefined) {
          return backtestOnTable(readLeadTable(options.csv, options), toAssessSettings(options), Date.now(), progress);
        }
        return withStorage(options.folder, async (storage) => {
          const orgId = await chooseOrg(storage, options.org);
          const ports = { ...storage, clock: systemClock };
          const { dataset, settings } = await buildOrgDataset(ports, orgId, toTrainingRequest(options), progress);
          return backtestDataset(dataset, settings, progress);
        });
      });
      if (!result) {
        throw new CliError(
          'options',
          'No month can be tested: too few leads of either outcome were settled before each. Bring a longer history.',
        );
      }
      process.stdout.write(options.json ? `${reportJson(result)}\n` : `${backtestLines(result).join('\n')}\n`);
    });

const backtestLines = ({ folds, auc, interval }: Backtest): string[] => [
  drawTable(
    folds.map(({ splitAt, trainRows, metrics }) => [
      new Date(splitAt).toISOString().slice(0, 7),
      trainRows.toLocaleString('en'),
      metrics.rows.toLocaleString('en'),
      metrics.converted.toLocaleString('en'),
      metrics.auc.toFixed(3),
      metrics.ece.toFixed(3),
      metrics.lift.toFixed(1),
    ]),
    ['month', 'learned from', 'tested on', 'converted', 'AUC', 'ECE', 'lift'],
  ),
  `AUC over ${folds.length} months: ${auc.toFixed(3)} (90 % range ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}).`,
];
