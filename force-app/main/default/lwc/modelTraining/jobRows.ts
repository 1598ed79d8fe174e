import type { Job } from '@leadlight/contract';
import { comparisonText, formatMeasure, formatMeasuredShare, formatMonth, textsOfGoal } from 'c/reportFormat';
import { propensityName } from 'c/recordFeatures';
import { fill, formatCount, formatInstant } from 'c/scoreFormat';
import { labels } from './labels';

export interface JobRow {
  readonly id: string;
  readonly text: string;
  /** Why a trained model was published or not; empty if there is nothing to say. */
  readonly comparison: string;
  readonly months: readonly MonthRow[];
  readonly hasMonths: boolean;
  /** The title of the column of successes. */
  readonly successTitle: string;
}

interface MonthRow {
  readonly key: string;
  readonly month: string;
  readonly snapshots: string;
  readonly converted: string;
  readonly auc: string;
  readonly ece: string;
}

const KINDS = { train: labels.kindTrain, backtest: labels.kindBacktest } as const;

/** Whether a job waits or runs. */
export const isOpen = ({ state }: Job): boolean => state === 'waiting' || state === 'running';

function textOf({ kind, propensityId, state, requestedAt, startedAt, endedAt, result, failure }: Job): string {
  const name =
    propensityId === undefined ? KINDS[kind] : fill(labels.propensity, propensityName(propensityId, propensityId));
  if (state === 'waiting') return fill(labels.waits, name, formatInstant(requestedAt));
  if (state === 'running') return fill(labels.runs, name, formatInstant(startedAt ?? requestedAt));
  const ended = formatInstant(endedAt ?? requestedAt);
  if (failure) return fill(labels.failed, name, ended, failure.message);
  if (result?.kind === 'train') {
    return fill(result.published ? labels.published : labels.notPublished, name, ended, formatCount(result.version));
  }
  const months = result?.months.length ?? 0;
  return months === 0
    ? fill(labels.backtestNone, name, ended)
    : fill(labels.backtestDone, name, ended, formatMeasure(result?.auc, 2), formatCount(months));
}

const monthRow = ({
  month,
  rows,
  converted,
  auc,
  ece,
}: {
  readonly month: number;
  readonly rows: number;
  readonly converted: number;
  readonly auc: number | null;
  readonly ece: number | null;
}): MonthRow => ({
  key: String(month),
  month: formatMonth(month),
  snapshots: formatCount(rows),
  converted: formatCount(converted),
  auc: formatMeasure(auc, 2),
  ece: formatMeasuredShare(ece),
});

const SUCCESS = { converted: labels.converted, won: labels.won, reached: labels.goalReached };

/** Requested jobs in sentences, newest first. */
export const jobRows = (jobs: readonly Job[]): readonly JobRow[] =>
  jobs.map((job) => {
    const { id, result } = job;
    const months = result?.kind === 'backtest' ? result.months.map(monthRow) : [];
    const comparison = result?.kind === 'train' ? comparisonText(result.comparison) : '';
    const successTitle = textsOfGoal(result?.kind === 'backtest' ? result.goal : undefined, SUCCESS);
    return { id, text: textOf(job), comparison, months, hasMonths: months.length > 0, successTitle };
  });
