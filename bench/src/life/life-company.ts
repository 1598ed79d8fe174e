import { DAY_MS } from '@leadlight/common';
import { delayDistribution, ModelMonitor, type DelayDistribution, type MonitoredLeads } from '@leadlight/evaluation';
import type { TreeModel } from '@leadlight/forest';
import { learnerById } from '@leadlight/learners';
import { simulateOutcomes, type CompanySettings, type DriftKind } from '@leadlight/sandbox-org';
import { joinLeads, lifeLeads, sliceLeads, tableOf, takeRows, type LifeLeads } from './life-leads.ts';

export const HORIZON_DAYS = 90;
const LEARNED_DAYS = 365;
/** A year of leads to learn from, a horizon until they settle, and a year of checks. */
const MONTHS = 28;
const NOW = Date.UTC(2026, 10, 1);
const CONSIDERED_DAYS = 200;

export interface LifeCompanySettings {
  readonly seed: number;
  /** On average; growing by half over the whole time. */
  readonly leadsPerMonth: number;
}

/** A company with a model, from the day of its training on. */
export interface LifeCompany {
  readonly settings: CompanySettings;
  readonly model: TreeModel;
  readonly monitor: ModelMonitor;
  readonly trainedDay: number;
  /** A recalibrated model is judged by leads since the change only; −Infinity for any other. */
  readonly judgedDay: number;
  /** Everything without drift, also what the model has learned from. */
  readonly leads: LifeLeads;
}

export function createLifeCompany({ seed, leadsPerMonth }: LifeCompanySettings): LifeCompany {
  const settings = { leads: Math.round(leadsPerMonth * MONTHS), months: MONTHS, seed, now: NOW };
  const leads = lifeLeads([...simulateOutcomes(settings)]);
  const trainedDay = Math.ceil(leads.days[0]!) + LEARNED_DAYS + HORIZON_DAYS;
  const learned = settledOn(leads, trainedDay);
  const { model, outOfBag } = trainOn(learned, seed);
  const settled = { probabilities: outOfBag, days: learned.days, reached: labelsOf(learned) };
  const monitor = new ModelMonitor({ columns: learned.columns, probabilities: outOfBag, settled });
  return { settings, model, monitor, trainedDay, judgedDay: -Infinity, leads };
}

const labelsOf = ({ waitDays }: LifeLeads): Uint8Array =>
  Uint8Array.from(waitDays, (wait) => (wait <= HORIZON_DAYS ? 1 : 0));

/** @param leads whose outcomes are final */
export const trainOn = (leads: LifeLeads, seed: number) =>
  learnerById('logistic').train({ ...tableOf(leads), labels: labelsOf(leads) }, { seed, threads: 1 });

/** Those of the year before a day whose outcomes are final on it. */
export function settledOn(leads: LifeLeads, today: number): LifeLeads {
  const until = today - HORIZON_DAYS;
  return sliceLeads(leads, firstRowFrom(leads, until - LEARNED_DAYS), firstRowFrom(leads, until));
}

export function firstRowFrom({ days }: Pick<LifeLeads, 'days'>, day: number): number {
  const row = days.findIndex((at) => at >= day);
  return row < 0 ? days.length : row;
}

/** The company's leads until a day; from the day of the drift on they are drifted ones. */
export function driftedLeads(
  { settings, leads }: LifeCompany,
  kind: DriftKind,
  driftDay: number,
  untilDay: number,
): LifeLeads {
  const drifted = [];
  const at = driftDay * DAY_MS;
  for (const outcome of simulateOutcomes({ ...settings, drift: { kind, at } }, at)) {
    if (outcome.createdAt >= untilDay * DAY_MS) break;
    drifted.push(outcome);
  }
  return joinLeads(sliceLeads(leads, 0, firstRowFrom(leads, driftDay)), lifeLeads(drifted));
}

/** Leads with their predictions, prepared for many checks. */
export interface Watched extends LifeLeads {
  readonly probabilities: Float64Array;
  readonly bins: readonly Int16Array[];
}

/** Those that a check may need. */
export function watch({ model, monitor, trainedDay, judgedDay }: LifeCompany, leads: LifeLeads): Watched {
  const from = Math.max(judgedDay, trainedDay - CONSIDERED_DAYS);
  const recent = sliceLeads(leads, firstRowFrom(leads, from), leads.days.length);
  return { ...recent, probabilities: model.predictTable(tableOf(recent)), bins: monitor.binsOf(recent.columns) };
}

/** What is known on a day of the leads of the days before. */
export function knownOn({ days, waitDays, probabilities, bins }: Watched, today: number): MonitoredLeads {
  const from = days.findIndex((day) => day > today - CONSIDERED_DAYS);
  const next = days.findIndex((day) => day > today);
  const to = next < 0 ? days.length : next;
  return {
    probabilities: probabilities.subarray(from, to),
    days: days.subarray(from, to),
    waitDays: waitDays.slice(from, to).map((wait, i) => (days[from + i]! + wait <= today ? wait : Number.NaN)),
    bins: bins.map((column) => column.subarray(from, to)),
  };
}

/** How long conversions take, from those of the last year that are known on a day. */
export function delaysOn({ model }: LifeCompany, leads: LifeLeads, today: number): DelayDistribution {
  const [waits, ages, rows]: [number[], number[], number[]] = [[], [], []];
  leads.days.forEach((day, row) => {
    const wait = leads.waitDays[row]!;
    if (day <= today - 365 || !(day + wait <= today)) return;
    waits.push(wait);
    ages.push(today - day);
    rows.push(row);
  });
  return delayDistribution(waits, ages, HORIZON_DAYS, model.predictTable(tableOf(takeRows(leads, rows))));
}

/** The constants of the checks were tuned on companies with lower seeds. */
const FIRST_SEED = 401;

/** The companies of the table, from the smallest size to three times it. */
export const lifeCompanies = (count: number): readonly LifeCompanySettings[] =>
  Array.from({ length: count }, (_, i) => ({ seed: FIRST_SEED + i, leadsPerMonth: 2_000 + 1_000 * (i % 5) }));
