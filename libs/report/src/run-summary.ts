import type { Metrics } from '@leadlight/evaluation';
import { goalWords } from './model-report/goal-words.ts';
import type { GoalKind } from './model-report/model-report.ts';

/** The results of one run of sync, training, scoring and write-back. Absent = the step was not run. */
export interface RunSummary {
  readonly leads: number;
  readonly snapshots: number;
  /** Examples whose lead reached the goal within the horizon. */
  readonly converted: number;
  /** Absent = conversion. */
  readonly goal?: GoalKind;
  readonly horizonDays: number;
  /** On the newest fifth. */
  readonly test?: Metrics;
  readonly scored?: number;
  readonly written?: number;
  readonly apiCalls?: { readonly used: number; readonly limit: number };
  /** In the order they ran. */
  readonly steps: readonly { readonly name: string; readonly seconds: number }[];
}

/** One line of a table for people. */
export interface TableRow {
  readonly name: string;
  readonly value: string;
}

const heading = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Rows of the summary's table, with numbers in the format of `locale`. */
export function summaryRows(summary: RunSummary, locale = 'en'): readonly TableRow[] {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const { scored, written, apiCalls } = summary;
  const rows: TableRow[] = [
    { name: 'Leads', value: whole.format(summary.leads) },
    { name: 'Snapshots', value: whole.format(summary.snapshots) },
    {
      name: `${heading(goalWords(summary).success)} within ${summary.horizonDays} days`,
      value: whole.format(summary.converted),
    },
    ...(summary.test ? metricRows(summary.test, locale) : []),
  ];
  if (scored !== undefined) rows.push({ name: 'Scored', value: whole.format(scored) });
  if (written !== undefined) rows.push({ name: 'Written', value: whole.format(written) });
  if (apiCalls) {
    rows.push({ name: 'API calls', value: `${whole.format(apiCalls.used)} of ${whole.format(apiCalls.limit)}` });
  }
  for (const step of summary.steps)
    rows.push({ name: `Time: ${step.name}`, value: `${seconds.format(step.seconds)} s` });
  return rows;
}

/** Rows with the measures of a model. */
export function metricRows(metrics: Metrics, locale = 'en'): readonly TableRow[] {
  // A measure that is missing is NaN, or null in JSON.
  const measure = (value: number | null, digits: number) =>
    value === null || Number.isNaN(value)
      ? '–'
      : new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return [
    { name: 'Test AUC', value: measure(metrics.auc, 3) },
    { name: 'Test PR-AUC', value: measure(metrics.prAuc, 3) },
    { name: 'Test Brier score', value: measure(metrics.brier, 4) },
    { name: 'Test calibration error', value: measure(metrics.ece, 4) },
    { name: 'Lift in the top tenth', value: measure(metrics.lift, 1).replace(/\d$/, '$& ×') },
  ];
}
