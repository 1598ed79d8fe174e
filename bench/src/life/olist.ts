import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DAY_MS, environmentValue } from '@leadlight/common';
import { delayDistribution, estimatePerformance, EvaluationError } from '@leadlight/evaluation';
import { parse } from 'csv-parse/sync';
import { ROOT } from '../shared/run-leadlight.ts';
import type { LifeResult, LifeRow } from './life-row.ts';

const HORIZON_DAYS = 60;
/** The mean error of CBPE when this target was set. */
const MAX_ERROR = 0.049;
const FIRST_MONTH = { year: 2017, month: 9 };
const MIN_SETTLED_CONVERSIONS = 8;
/** How many leads the rate of a value is smoothed with. */
const PRIOR_LEADS = 20;
/** The dates are whole days; a conversion counts as in the middle of its day, a check as at the end. */
const [MIDDAY, EVENING] = [0.5, 0.6];

/** A marketing-qualified lead of Olist, a marketplace in Brazil (2017 and 2018, public). */
interface OlistLead {
  readonly day: number;
  readonly origin: string;
  readonly page: string;
  /** Days until it was won; NaN = never. */
  readonly waitDays: number;
}

/** The rate of each month, estimated at its end, from predictions by origin and landing page of the leads settled before. */
export const olistRow: LifeRow = {
  name: 'Olist by month, 60-day rate',
  must: 'mean error below 0.049, CBPE’s when the target was set',
  run: () => {
    const leads = readOlist();
    return leads
      ? compareMonths(leads)
      : { measured: 'not measured: LEADLIGHT_REAL_DATA has no Olist', isReached: null };
  },
};

function readOlist(): readonly OlistLead[] | undefined {
  const folder = environmentValue(process.env, 'LEADLIGHT_REAL_DATA');
  const file = (name: string) => join(resolve(ROOT, folder ?? ''), name);
  if (!folder || !existsSync(file('olist-mql.csv'))) return undefined;
  const read = (name: string) =>
    parse(readFileSync(file(name)), { columns: true }) as readonly Record<string, string>[];
  const dayOf = (date: string) => Date.parse(date.slice(0, 10)) / DAY_MS;
  const wonDay = new Map(read('olist-closed.csv').map((row) => [row.mql_id, dayOf(row.won_date!)]));
  return read('olist-mql.csv').map((row) => {
    const day = dayOf(row.first_contact_date!);
    const waitDays = (wonDay.get(row.mql_id) ?? Number.NaN) - day;
    return { day, origin: row.origin || 'none', page: row.landing_page_id!, waitDays };
  });
}

function compareMonths(leads: readonly OlistLead[]): LifeResult {
  const end = Math.max(...leads.map(({ day, waitDays }) => (Number.isNaN(waitDays) ? day : day + waitDays)));
  const errors: { readonly estimated: number; readonly calibrated: number }[] = [];
  for (let month = FIRST_MONTH.month; ; month++) {
    const from = Date.UTC(FIRST_MONTH.year, month, 1) / DAY_MS;
    const to = Date.UTC(FIRST_MONTH.year, month + 1, 1) / DAY_MS;
    if (to + HORIZON_DAYS > end + 1) break;
    const error = errorOfMonth(leads, from, to);
    if (error) errors.push(error);
  }
  const mean = (of: 'estimated' | 'calibrated') => errors.reduce((sum, error) => sum + error[of], 0) / errors.length;
  return {
    measured: `mean error ${mean('estimated').toFixed(3)}, CBPE ${mean('calibrated').toFixed(3)}, ${errors.length} months`,
    isReached: mean('estimated') < MAX_ERROR,
  };
}

/** undefined = too little is known by then. */
function errorOfMonth(leads: readonly OlistLead[], from: number, to: number) {
  const settled = leads.filter(({ day }) => day + HORIZON_DAYS <= from);
  const month = leads.filter(({ day }) => day >= from && day < to);
  if (settled.filter(isWon).length < MIN_SETTLED_CONVERSIONS) return undefined;
  const probabilities = predictor(settled);
  const predictions = month.map(probabilities);
  const truth = month.filter(isWon).length / month.length;
  const known = leads.filter(({ day, waitDays }) => waitDays >= 0 && day + waitDays <= to);
  try {
    const delays = delayDistribution(
      known.map(({ waitDays }) => waitDays + MIDDAY),
      known.map(({ day }) => to - day + EVENING),
      HORIZON_DAYS,
    );
    const { rate, predictedRate } = estimatePerformance(
      {
        probabilities: predictions,
        ageDays: month.map(({ day }) => to - day),
        waitDays: month.map(({ day, waitDays }) =>
          waitDays >= 0 && day + waitDays < to ? waitDays + MIDDAY : Number.NaN,
        ),
      },
      delays,
    );
    return { estimated: Math.abs(rate.value - truth), calibrated: Math.abs(predictedRate - truth) };
  } catch (error) {
    if (error instanceof EvaluationError && error.code.startsWith('too_few_')) return undefined;
    throw error;
  }
}

const isWon = ({ waitDays }: OlistLead): boolean => waitDays >= 0 && waitDays <= HORIZON_DAYS;

/** Odds of the origin times odds of the page, in relation to those of all. */
function predictor(settled: readonly OlistLead[]): (lead: OlistLead) => number {
  const base = settled.filter(isWon).length / settled.length;
  const logitBy = (key: (lead: OlistLead) => string) => {
    const groups = Map.groupBy(settled, key);
    return (lead: OlistLead) => {
      const group = groups.get(key(lead)) ?? [];
      return logit((group.filter(isWon).length + base * PRIOR_LEADS) / (group.length + PRIOR_LEADS));
    };
  };
  const [byOrigin, byPage] = [logitBy(({ origin }) => origin), logitBy(({ page }) => page)];
  return (lead) => 1 / (1 + Math.exp(-(byOrigin(lead) + byPage(lead) - logit(base))));
}

const logit = (p: number): number => Math.log(p / (1 - p));
