import type { Backtest } from '@leadlight/evaluation';
import type { Instant } from '@leadlight/lead-features';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { backtestDataset } from './assessment/backtest-dataset.ts';
import type { Progress } from '../ports/index.ts';
import { requireTableSettings } from './check-table-settings.ts';
import { tableDataset, type LeadTable } from './train-on-table.ts';

/**
 * Repeats the evaluation of a table month by month.
 * @returns undefined where no month has enough before it to learn from
 * @throws WorkflowError `no_dates`, `bad_created`, …; SettingsInvalid; LeadFeaturesError, EvaluationError
 */
export function backtestOnTable(
  table: LeadTable,
  settings: AssessSettings,
  now: Instant,
  progress: Progress,
): Backtest | undefined {
  const { dataset } = tableDataset(table, now);
  requireTableSettings(dataset, { ...settings, backtest: true });
  return backtestDataset(dataset, settings, progress);
}
