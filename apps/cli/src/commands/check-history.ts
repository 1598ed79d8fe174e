import type { ModelChecks } from '@leadlight/contract';
import { drawTable } from '../terminal/table.ts';
import { formatDay, formatPercent } from '../terminal/write-output.ts';

/** The checks of each day and what they found, for people. @param propensity absent = of the model of leads */
export function checkHistoryLines({ checks, events }: ModelChecks, propensity?: string): readonly string[] {
  const records = propensity === undefined ? 'leads' : 'records';
  const command = propensity === undefined ? 'leadlight check' : `leadlight check --propensity ${propensity}`;
  if (checks.length === 0) return [`The active model has not been checked yet: run "${command}".`];
  return [
    drawTable(checks.map(dayCells), [
      'day',
      'model',
      records,
      'AUC now',
      '90 % range',
      'if right',
      'rate now',
      '90 % range',
      'predicted',
    ]),
    `Estimated from the newest ${records}, most of them still open. "If right": the AUC if the predictions still held.`,
    ...(events.length > 0 ? ['', ...events.map(eventLine)] : ['Nothing was found.']),
  ];
}

function dayCells({ checkedAt, modelVersion, performance }: ModelChecks['checks'][number]): readonly string[] {
  const day = [formatDay(Date.parse(checkedAt)), `v${modelVersion}`];
  if (!performance) return [...day, 'too few', ...Array.from({ length: 6 }, () => '–')];
  const { leads, auc, aucIfCalibrated, rate, predictedRate } = performance;
  return [
    ...day,
    String(leads),
    auc.value.toFixed(2),
    `${auc.low.toFixed(2)}–${auc.high.toFixed(2)}`,
    aucIfCalibrated.toFixed(2),
    formatPercent(rate.value),
    `${(rate.low * 100).toFixed(1)}–${formatPercent(rate.high)}`,
    formatPercent(predictedRate),
  ];
}

function eventLine({ severity, foundAt, endedAt, message }: ModelChecks['events'][number]): string {
  const over = endedAt === null ? '' : ` Ended ${formatDay(Date.parse(endedAt))}.`;
  return `${formatDay(Date.parse(foundAt))} ${severity}: ${message.english}${over}`;
}
