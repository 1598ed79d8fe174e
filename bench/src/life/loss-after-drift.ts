import { DAY_MS } from '@leadlight/common';
import { EvaluationError, expectedLogLoss, fitRecalibration, type Recalibration } from '@leadlight/evaluation';
import { recalibrateModel, type BinnedTreeModel, type TreeModel } from '@leadlight/forest';
import { simulateOutcomes, type DriftKind } from '@leadlight/sandbox-org';
import type { FoundChange } from './daily-checks.ts';
import { delaysOn, driftedLeads, firstRowFrom, settledOn, trainOn, type LifeCompany } from './life-company.ts';
import { lifeLeads, sliceLeads, tableOf, type LifeLeads } from './life-leads.ts';

/** Expected log loss per lead, in nats, of the leads of the four months after a drift. */
export interface LossRun {
  /** A model that has learned a year of leads like those after the drift, from the first day on. */
  readonly oracle: number;
  /** Trained anew every month on what has settled. */
  readonly monthly: number;
  /** The same, recalibrated when the monitor raises its alarm. */
  readonly monitored: number;
}

/** By its first day after the drift, the model of each month. */
export type MonthlyModels = readonly { readonly day: number; readonly model: TreeModel }[];

const LOSS_DAYS = 120;
const MONTH_DAYS = 30;
/** Where recalibrating is not better beyond chance yet, it is tried again after that many days. */
const RETRY_DAYS = 7;
const TRIES = 6;

/** When the last of them is trained, 90 days after the drift, no lead since then has settled, so that they are the same whatever drifts. */
export function monthlyModels({ leads, model, settings }: LifeCompany, driftDay: number): MonthlyModels {
  const later = Array.from({ length: LOSS_DAYS / MONTH_DAYS - 1 }, (_, month) => (month + 1) * MONTH_DAYS);
  return [
    { day: 0, model },
    ...later.map((day) => ({ day, model: trainOn(settledOn(leads, driftDay + day), settings.seed).model })),
  ];
}

interface Drift {
  readonly kind: DriftKind;
  readonly driftDay: number;
  readonly found: readonly FoundChange[];
  readonly monthly: MonthlyModels;
}

export function lossAfterDrift(company: LifeCompany, { kind, driftDay, found, monthly }: Drift): LossRun {
  const all = driftedLeads(company, kind, driftDay, driftDay + LOSS_DAYS);
  const since = sliceLeads(all, firstRowFrom(all, driftDay), all.days.length);
  const lossOf = (predictions: Float64Array) => expectedLogLoss(predictions, since.chances);
  const recalibrated = recalibrationOf(company, all, found, driftDay);
  const monitored = recalibrated ? [...monthly.filter(({ day }) => day < recalibrated.day), recalibrated] : monthly;
  return {
    oracle: lossOf(
      trainOn(driftedYear(company, kind, driftDay), company.settings.seed).model.predictTable(tableOf(since)),
    ),
    monthly: lossOf(predictionsOf(since, driftDay, monthly)),
    monitored: lossOf(predictionsOf(since, driftDay, monitored)),
  };
}

/** A year of leads before the drift as if it had happened before them. */
function driftedYear({ settings }: LifeCompany, kind: DriftKind, driftDay: number): LifeLeads {
  const drifted = [];
  for (const outcome of simulateOutcomes({ ...settings, drift: { kind, at: 0 } })) {
    if (outcome.createdAt >= driftDay * DAY_MS) break;
    drifted.push(outcome);
  }
  return settledOn(lifeLeads(drifted), driftDay);
}

/** Each lead's prediction by the model of its day. @param models in the order of their days */
function predictionsOf(leads: LifeLeads, driftDay: number, models: MonthlyModels): Float64Array {
  const predictions = new Float64Array(leads.days.length);
  models.forEach(({ day, model }, i) => {
    const from = firstRowFrom(leads, driftDay + day);
    const to = i + 1 < models.length ? firstRowFrom(leads, driftDay + models[i + 1]!.day) : leads.days.length;
    if (to > from) predictions.set(model.predictTable(tableOf(sliceLeads(leads, from, to))), from);
  });
  return predictions;
}

/** The model as it is recalibrated after the alarm, as `recalibrate` of the service does; undefined = never. */
function recalibrationOf(company: LifeCompany, leads: LifeLeads, found: readonly FoundChange[], driftDay: number) {
  const alarm = found.find(
    ({ kind, state, day }) => kind === 'performance_changed' && state === 'alarm' && day >= driftDay,
  );
  if (!alarm) return undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const today = alarm.day + attempt * RETRY_DAYS;
    const fitted = fitOn(company, leads, Math.floor(alarm.since), today);
    if (fitted?.difference.challenger !== 'better') continue;
    const { intercept, slope } = fitted;
    const model = recalibrateModel(company.model as BinnedTreeModel, { intercept, slope }, {});
    return { day: today - driftDay, model };
  }
  return undefined;
}

/** @returns undefined where too few leads have reached the goal since */
function fitOn(company: LifeCompany, leads: LifeLeads, since: number, today: number): Recalibration | undefined {
  const recent = sliceLeads(leads, firstRowFrom(leads, since), firstRowFrom(leads, today));
  const ageDays = recent.days.map((day) => today - day);
  const known = {
    probabilities: company.model.predictTable(tableOf(recent)),
    ageDays,
    waitDays: recent.waitDays.map((wait, i) => (wait <= ageDays[i]! ? wait : Number.NaN)),
  };
  try {
    return fitRecalibration(known, delaysOn(company, leads, today), company.settings.seed);
  } catch (error) {
    if (error instanceof EvaluationError && error.code.startsWith('too_few_')) return undefined;
    throw error;
  }
}
