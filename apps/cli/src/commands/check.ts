import {
  checkModel,
  checkPropensity,
  listModelChecks,
  listPropensityChecks,
  type PropensityCheck,
} from '@leadlight/workflows';
import { withOrg } from '../compose.ts';
import { optionsError } from '../errors.ts';
import { withProgress } from '../terminal/progress.ts';
import { formatDay, formatPercent, writeOutput } from '../terminal/write-output.ts';
import { checkHistoryLines } from './check-history.ts';
import { createCommand, ORG_OPTION, type OrgOptions } from './options.ts';
import { isOtherPropensity } from './train-propensity.ts';

export const checkCommand = () =>
  createCommand(
    'check',
    'Check whether the active model still fits: its estimated performance for open leads, calibration since training, drift of the leads.',
    [
      'leadlight check',
      'leadlight check --propensity account-churns',
      'leadlight check --history',
      'leadlight check --history --propensity account-churns',
      'leadlight check --exit-code',
    ],
  )
    .option('--propensity <id>', 'check the model of this propensity instead of that of leads')
    .option('--history', 'show the stored checks instead of checking now')
    .option(
      '--exit-code',
      'exit with 10 if there is an alarm, with 11 if a field that the model reads is lost, else with 0',
    )
    .option(...ORG_OPTION)
    .action(async (options: CheckOptions) => {
      if (options.history && options.exitCode) {
        throw optionsError(
          '--exit-code is about a check that is made now, not about --history.',
          'Leave out one of them.',
        );
      }
      if (options.history) return showHistory(options);
      if (isOtherPropensity(options.propensity)) return checkPropensityModel(options, options.propensity);
      const check = await withOrg(options, (ports, orgId) =>
        withProgress((progress) => checkModel(ports, orgId, progress)),
      );
      writeOutput(options, check, checkLines(check));
      if (options.exitCode) process.exitCode = exitCodeOf(check);
    });

interface CheckOptions extends OrgOptions {
  readonly history?: boolean;
  readonly exitCode?: boolean;
  readonly propensity?: string;
}

async function checkPropensityModel(options: CheckOptions, propensity: string): Promise<void> {
  const check = await withOrg(options, (ports, orgId) =>
    withProgress((progress) => checkPropensity(ports, orgId, propensity, progress)),
  );
  const { lostFields, events } = check;
  writeOutput(options, check, checkLines({ ...check, losses: lostFields }, 'records'));
  if (options.exitCode) process.exitCode = exitCodeOf({ events, losses: lostFields });
}

async function showHistory(options: CheckOptions): Promise<void> {
  const propensity = isOtherPropensity(options.propensity) ? options.propensity : undefined;
  const checks = await withOrg(options, (ports, orgId) =>
    propensity === undefined ? listModelChecks(ports, orgId) : listPropensityChecks(ports, orgId, propensity),
  );
  writeOutput(options, checks, checkHistoryLines(checks, propensity));
}

/** Any command that fails exits with 1. */
const ALARM_EXIT_CODE = 10;
const LOST_FIELDS_EXIT_CODE = 11;

function exitCodeOf({ events, losses }: Pick<CheckFacts, 'events' | 'losses'>): number {
  if (losses.length > 0) return LOST_FIELDS_EXIT_CODE;
  return events.some(({ severity }) => severity === 'alarm') ? ALARM_EXIT_CODE : 0;
}

type CheckFacts = Omit<PropensityCheck, 'propensityId' | 'lostFields'> & { readonly losses: readonly unknown[] };

/** @param records what people call what is scored */
function checkLines(
  { model, reasons, needsRetraining, losses, calibration, performance, events }: CheckFacts,
  records = 'leads',
): string[] {
  return [
    `Model v${model.version} of ${formatDay(model.trainedAt)}: ${stateOf(needsRetraining, losses, reasons)}`,
    ...reasons.map((reason) => `  ${reason}`),
    calibration
      ? `  Settled since training: ${calibration.rows} snapshots, predicted ${formatPercent(calibration.predicted)}, observed ${formatPercent(calibration.observed)}.`
      : '  Too few outcomes have settled since training to check its probabilities.',
    ...performanceLines(performance, records),
    ...events
      .filter(({ severity }) => severity === 'notice')
      .map(({ message }) => `  ${message.english} That alone is no reason to act.`),
  ];
}

function stateOf(needsRetraining: boolean, losses: readonly unknown[], reasons: readonly string[]): string {
  if (losses.length > 0)
    return `has lost ${losses.length === 1 ? 'a field' : `${losses.length} fields`} that it reads.`;
  if (needsRetraining) return 'retraining is due.';
  return reasons.length > 0 ? 'what it reads has changed.' : 'still fits.';
}

function performanceLines(performance: CheckFacts['performance'], records: string): string[] {
  if (!performance) {
    return [`  Too few outcomes of the newest ${records} are known to estimate how good the model is for them.`];
  }
  const { rows, auc, rate, predictedRate } = performance;
  const range = ({ value, low, high }: typeof auc, shown: (share: number) => string) =>
    `${shown(value)} (${shown(low)}–${shown(high)})`;
  return [
    `  Estimated for the ${rows} newest ${records}, most of them still open: AUC ${range(auc, (share) => share.toFixed(2))}; ` +
      `${range(rate, formatPercent)} will reach the goal, predicted ${formatPercent(predictedRate)}.`,
  ];
}
