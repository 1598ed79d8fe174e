import { estimatePerformance, expectedAuc, type Estimate } from '@leadlight/evaluation';
import type { DriftKind } from '@leadlight/sandbox-org';
import { dailyChecks, type FoundChange } from './daily-checks.ts';
import {
  createLifeCompany,
  delaysOn,
  driftedLeads,
  firstRowFrom,
  watch,
  type LifeCompany,
  type LifeCompanySettings,
  type Watched,
} from './life-company.ts';
import type { LifeLeads } from './life-leads.ts';
import { lossAfterDrift, monthlyModels, type LossRun, type MonthlyModels } from './loss-after-drift.ts';

/** What a year of daily checks, and each drift, gave for one company. */
export interface CompanyRun extends LifeCompanySettings {
  /** A year without drift. */
  readonly quietYear: readonly FoundChange[];
  readonly drifts: readonly DriftRun[];
  readonly quietEstimates: readonly EstimateRun[];
}

export interface DriftRun {
  readonly kind: DriftKind;
  /** Days from the drift; before 0 it is a false alarm. */
  readonly found: readonly FoundChange[];
  /** Four weeks after the drift, of the leads since. */
  readonly estimate: EstimateRun;
  /** null = of this drift it is not measured. */
  readonly loss: LossRun | null;
}

export interface EstimateRun {
  readonly auc: Estimate;
  readonly trueAuc: number;
  readonly aucIfCalibrated: number;
  readonly rate: Estimate;
  readonly trueRate: number;
}

/** Days from the training to the drift. */
const DRIFT_DAY = 30;
/** Days from the drift within which an alarm is in time, and after which performance is estimated. */
export const WARNING_DAYS = 28;
/** Days that are checked before the drift, and after it. */
const QUIET_BEFORE = 7;
const CHECKED_AFTER: Readonly<Record<DriftKind, number>> = {
  concept: 29,
  source: 29,
  rate: 29,
  delay: 57,
  feature: 29,
  form: 29,
};
/** Drifts that make the model worse and that no form or import causes. */
const ANSWERED: readonly DriftKind[] = ['concept', 'source', 'rate'];
const QUIET_ESTIMATE_DAYS = [60, 150, 240, 330];
const YEAR_DAYS = 365;

export function runCompany(settings: LifeCompanySettings, kinds: readonly DriftKind[]): CompanyRun {
  const company = createLifeCompany(settings);
  const { leads, trainedDay } = company;
  const watched = watch(company, leads);
  const models = monthlyModels(company, trainedDay + DRIFT_DAY);
  return {
    ...settings,
    quietYear: dailyChecks(company, leads, trainedDay, trainedDay + YEAR_DAYS),
    drifts: kinds.map((kind) => runDrift(company, kind, models)),
    quietEstimates: QUIET_ESTIMATE_DAYS.map((day) => estimateOn(company, leads, watched, trainedDay + day)),
  };
}

function runDrift(company: LifeCompany, kind: DriftKind, monthly: MonthlyModels): DriftRun {
  const driftDay = company.trainedDay + DRIFT_DAY;
  const leads = driftedLeads(company, kind, driftDay, driftDay + CHECKED_AFTER[kind]);
  const found = dailyChecks(company, leads, driftDay - QUIET_BEFORE, driftDay + CHECKED_AFTER[kind]);
  return {
    kind,
    found: found.map((change) => ({ ...change, day: change.day - driftDay })),
    estimate: estimateOn(company, leads, watch(company, leads), driftDay + WARNING_DAYS),
    loss: ANSWERED.includes(kind) ? lossAfterDrift(company, { kind, driftDay, found, monthly }) : null,
  };
}

/** The estimate of a day from the leads of the four weeks before, and what is true of them. */
export function estimateOn(company: LifeCompany, leads: LifeLeads, watched: Watched, today: number): EstimateRun {
  const [from, to] = [firstRowFrom(watched, today - WARNING_DAYS), firstRowFrom(watched, today)];
  const probabilities = watched.probabilities.slice(from, to);
  const chances = watched.chances.slice(from, to);
  const ageDays = watched.days.slice(from, to).map((day) => today - day);
  const waitDays = watched.waitDays.slice(from, to).map((wait, i) => (wait <= ageDays[i]! ? wait : Number.NaN));
  const { auc, rate, ifCalibrated } = estimatePerformance(
    { probabilities, ageDays, waitDays },
    delaysOn(company, leads, today),
  );
  return {
    ...{ auc, rate, aucIfCalibrated: ifCalibrated.auc },
    trueAuc: expectedAuc(probabilities, chances),
    trueRate: chances.reduce((sum, chance) => sum + chance, 0) / chances.length,
  };
}
