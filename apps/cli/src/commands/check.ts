import { checkModel, listModelChecks, type ModelCheck } from '@leadlight/workflows';
import { withOrg } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatDay, formatPercent, writeOutput } from '../terminal/write-output.ts';
import { checkHistoryLines } from './check-history.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';

export const checkCommand = () =>
  createCommand(
    'check',
    'Check whether the active model still fits: its estimated performance for open leads, calibration since training, drift of the leads.',
    ['leadlight check', 'leadlight check --history', 'leadlight check --exit-code'],
  )
    .option('--history', 'show the stored checks instead of checking now')
    .option(
      '--exit-code',
      'exit with 10 if there is an alarm, with 11 if a field that the model reads is lost, else with 0',
    )
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions & { readonly history?: boolean; readonly exitCode?: boolean }) => {
      if (options.history && options.exitCode) {
        throw optionsError(
          '--exit-code is about a check that is made now, not about --history.',
          'Leave out one of them.',
        );
      }
      if (options.history) return showHistory(options);
      const check = await withOrg(options, (ports, orgId) =>
        withProgress((progress) => checkModel(ports, orgId, progress)),
      );
      writeOutput(options, check, checkLines(check));
      if (options.exitCode) process.exitCode = exitCodeOf(check);
    });

async function showHistory(options: OrgOptions): Promise<void> {
  const checks = await withOrg(options, listModelChecks);
  writeOutput(options, checks, checkHistoryLines(checks));
}

/** Any command that fails exits with 1. */
const ALARM_EXIT_CODE = 10;
const LOST_FIELDS_EXIT_CODE = 11;

function exitCodeOf({ events, losses }: ModelCheck): number {
  if (losses.length > 0) return LOST_FIELDS_EXIT_CODE;
  return events.some(({ severity }) => severity === 'alarm') ? ALARM_EXIT_CODE : 0;
}

function checkLines({
  model,
  reasons,
  needsRetraining,
  losses,
  calibration,
  performance,
  events,
}: ModelCheck): string[] {
  return [
    `Model v${model.version} of ${formatDay(model.trainedAt)}: ${stateOf(needsRetraining, losses, reasons)}`,
    ...reasons.map((reason) => `  ${reason}`),
    calibration
      ? `  Settled since training: ${calibration.rows} snapshots, predicted ${formatPercent(calibration.predicted)}, observed ${formatPercent(calibration.observed)}.`
      : '  Too few outcomes have settled since training to check its probabilities.',
    ...performanceLines(performance),
    ...events
      .filter(({ severity }) => severity === 'notice')
      .map(({ message }) => `  ${message.english} That alone is no reason to act.`),
  ];
}

function stateOf(needsRetraining: boolean, losses: ModelCheck['losses'], reasons: ModelCheck['reasons']): string {
  if (losses.length > 0)
    return `has lost ${losses.length === 1 ? 'a field' : `${losses.length} fields`} that it reads.`;
  if (needsRetraining) return 'retraining is due.';
  return reasons.length > 0 ? 'what it reads has changed.' : 'still fits.';
}

function performanceLines(performance: ModelCheck['performance']): string[] {
  if (!performance) {
    return ['  Too few of the newest leads have reached the goal to estimate how good the model is for them.'];
  }
  const { rows, auc, rate, predictedRate } = performance;
  const range = ({ value, low, high }: typeof auc, shown: (share: number) => string) =>
    `${shown(value)} (${shown(low)}–${shown(high)})`;
  return [
    `  Estimated for the ${rows} newest leads, most of them still open: AUC ${range(auc, (share) => share.toFixed(2))}; ` +
      `${range(rate, formatPercent)} will reach the goal, predicted ${formatPercent(predictedRate)}.`,
  ];
}
