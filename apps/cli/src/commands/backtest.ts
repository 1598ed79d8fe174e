import type { Backtest } from '@leadlight/evaluation';
import { goalWords, reportJson, type GoalKind } from '@leadlight/report';
import { backtestDataset, backtestOnTable, buildOrgDataset } from '@leadlight/workflows';
import { chooseOrg, systemClock, withStorage } from '../compose.ts';
import { CliError } from '../errors.ts';
import { readLeadTable } from '../table/train-csv.ts';
import { withProgress } from '../terminal/progress.ts';
import { drawTable } from '../terminal/table.ts';
import { formatCount } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION } from './options.ts';
import { rejectMisplacedOptions, type SourceOptions } from './source-options.ts';
import { addCsvOptions, addTrainingOptions, toAssessSettings, toTrainingRequest } from './train-options.ts';

interface BacktestWithGoal extends Backtest {
  readonly goal?: GoalKind;
}

export const backtestCommand = () =>
  addCsvOptions(
    addTrainingOptions(
      createCommand('backtest', 'Evaluate, month by month, a model trained at the start of the month.', [
        'leadlight backtest',
        'leadlight backtest --csv leads.csv --label Converted --created "Created Date"',
      ]),
    ),
  )
    .option(...ORG_OPTION)
    .action(async (options: SourceOptions) => {
      rejectMisplacedOptions(options);
      const result = await withProgress(async (progress): Promise<BacktestWithGoal | undefined> => {
        if (options.csv !== undefined) {
          const table = await readLeadTable(options.csv, options);
          return backtestOnTable(table, toAssessSettings(options), systemClock.now(), progress);
        }
        return withStorage(options.folder, async (storage) => {
          const orgId = await chooseOrg(storage, options.org);
          const ports = { ...storage, clock: systemClock };
          const { dataset, settings } = await buildOrgDataset(ports, orgId, toTrainingRequest(options), progress);
          const backtest = backtestDataset(dataset, settings, progress);
          return backtest && { ...backtest, goal: dataset.goal };
        });
      });
      if (!result) {
        throw new CliError('no_testable_month', {});
      }
      process.stdout.write(options.json ? `${reportJson(result)}\n` : `${backtestLines(result).join('\n')}\n`);
    });

/** @param goal what counts as success in an org; absent for a table */
const backtestLines = ({ folds, auc, interval, goal }: BacktestWithGoal): string[] => [
  drawTable(
    folds.map(({ splitAt, trainRows, metrics }) => [
      new Date(splitAt).toISOString().slice(0, 7),
      formatCount(trainRows),
      formatCount(metrics.rows),
      formatCount(metrics.converted),
      metrics.auc.toFixed(3),
      metrics.ece.toFixed(3),
      metrics.lift.toFixed(1),
    ]),
    ['month', 'trained on', 'tested on', goalWords({ goal }).success, 'AUC', 'ECE', 'lift'],
  ),
  `AUC over ${folds.length} months: ${auc.toFixed(3)} (90 % range ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}).`,
];
