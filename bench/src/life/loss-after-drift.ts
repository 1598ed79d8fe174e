import { DAY_MS } from '@leadlight/common';
import { EvaluationError, expectedLogLoss, fitRecalibration, fitValueOffsets } from '@leadlight/evaluation';
import type { TreeModel } from '@leadlight/forest';
import { simulateOutcomes, type DriftKind } from '@leadlight/sandbox-org';
import { recalibratedModel } from '@leadlight/workflows';
import { dailyChecks, type FoundChange } from './daily-checks.ts';
import { delaysOn, driftedLeads, firstRowFrom, settledOn, trainOn, type LifeCompany } from './life-company.ts';
import { lifeLeads, sliceLeads, tableOf, type LifeLeads } from './life-leads.ts';

/** Expected log loss per lead, in nats, of the leads of the four months after a drift. */
export interface LossRun {
  /** A model that has learned a year of leads like those after the drift, from the first day on. */
  readonly oracle: number;
  /** Trained anew every month on what has settled. */
  readonly monthly: number;
  /** The same, recalibrated when the monitor raises its alarms, and not trained again after that. */
  readonly monitored: number;
}

/** By its first day after the drift, the model of each month. */
export type MonthlyModels = readonly { readonly day: number; readonly model: TreeModel }[];

const LOSS_DAYS = 120;
const MONTH_DAYS = 30;
/** Where recalibrating is not better beyond chance yet, it is tried again after that many days. */
const RETRY_DAYS = 7;
const TRIES = 6;
/** Days after the drift on which a recalibrated model is checked. */
const CHECKED_DAYS = 57;
const MAX_RECALIBRATIONS = 4;

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
  const recalibrated = recalibrations(company, all, found, driftDay);
  const first = recalibrated[0]?.day ?? Infinity;
  const monitored = [...monthly.filter(({ day }) => day < first), ...recalibrated];
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

/** What `recalibrate` of the service answers by another level. */
const isOfAll = (kind: FoundChange['kind']): boolean => kind === 'performance_changed' || kind === 'calibration_off';

/**
 * What `recalibrate` of the service would publish: the company's model, recalibrated after one of its alarms; that one, recalibrated after
 * one of its own; and so on.
 * @param found what the checks of the company's model have found
 */
function recalibrations(company: LifeCompany, leads: LifeLeads, found: readonly FoundChange[], driftDay: number) {
  const models: { readonly day: number; readonly model: TreeModel }[] = [];
  let [current, fitted] = [company, recalibrationAfter(company, leads, found, driftDay)];
  while (fitted && models.length < MAX_RECALIBRATIONS) {
    models.push({ day: fitted.day - driftDay, model: fitted.model });
    current = { ...current, model: fitted.model, judgedDay: fitted.since };
    const alarms = dailyChecks(current, leads, fitted.day, Math.max(fitted.day, driftDay + CHECKED_DAYS));
    fitted = recalibrationAfter(current, leads, alarms, fitted.day);
  }
  return models;
}

/** The first recalibration from a day on that is better beyond chance, by the alarms raised until then; undefined = never. */
function recalibrationAfter(company: LifeCompany, leads: LifeLeads, found: readonly FoundChange[], fromDay: number) {
  const alarms = found.filter(
    ({ kind, state, day }) => state === 'alarm' && day >= fromDay && (isOfAll(kind) || kind === 'segment_changed'),
  );
  const first = alarms[0]?.day;
  if (first === undefined) return undefined;
  const tries = Array.from({ length: TRIES }, (_, i) => first + i * RETRY_DAYS);
  for (const today of [...new Set([...tries, ...alarms.map(({ day }) => day)])].sort((a, b) => a - b)) {
    const standing = alarms.filter(({ day }) => day <= today);
    // First single values, as in the service.
    for (const isTried of [(kind: FoundChange['kind']) => !isOfAll(kind), isOfAll]) {
      const changes = standing.filter(({ kind }) => isTried(kind));
      if (changes.length === 0) continue;
      const since = Math.max(company.judgedDay, ...changes.map((alarm) => Math.floor(alarm.since)));
      const adjustment = fitOn(company, leads, { since, today, values: changes.flatMap(valuesOf) });
      if (adjustment) return { day: today, since, model: recalibratedModel(company.model, adjustment, {}) };
    }
  }
  return undefined;
}

function valuesOf({ kind, subject }: FoundChange): readonly { readonly feature: string; readonly value: string }[] {
  if (kind !== 'segment_changed') return [];
  const [feature, ...value] = subject.split('=');
  return [{ feature: feature!, value: value.join('=') }];
}

interface Change {
  readonly since: number;
  readonly today: number;
  /** Empty = all leads. */
  readonly values: ReturnType<typeof valuesOf>;
}

/** @returns undefined where too few leads have reached the goal since, or where it is not better beyond chance */
function fitOn(company: LifeCompany, leads: LifeLeads, { since, today, values }: Change) {
  const recent = sliceLeads(leads, firstRowFrom(leads, since), firstRowFrom(leads, today));
  const ageDays = recent.days.map((day) => today - day);
  const known = {
    probabilities: company.model.predictTable(tableOf(recent)),
    ageDays,
    waitDays: recent.waitDays.map((wait, i) => (wait <= ageDays[i]! ? wait : Number.NaN)),
  };
  const delays = delaysOn(company, leads, today);
  const { seed } = company.settings;
  const rowsOf = ({ feature, value }: Change['values'][number]) => {
    const column = recent.columns.find(({ field }) => field === feature)!;
    return [...recent.days.keys()].filter((row) => column.values[row] === value);
  };
  const fitted = unlessTooFew(() =>
    values.length === 0
      ? { ...fitRecalibration(known, delays, seed), offsets: [] }
      : { intercept: 0, slope: 1, ...fitValueOffsets(known, values.map(rowsOf), delays, seed) },
  );
  if (fitted?.difference.challenger !== 'better') return undefined;
  const { intercept, slope, offsets } = fitted;
  return { intercept, slope, offsets: values.map((value, i) => ({ ...value, logOdds: offsets[i]!.logOdds })) };
}

function unlessTooFew<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvaluationError && error.code.startsWith('too_few_')) return undefined;
    throw error;
  }
}
