import type { DriftKind } from '@leadlight/sandbox-org';
import { mean, median } from '../shared/statistics.ts';
import { WARNING_DAYS, type CompanyRun, type EstimateRun } from './company-run.ts';
import type { LifeResult, LifeRow } from './life-row.ts';

const MAX_AUC_ERROR = 0.03;
const MIN_CALIBRATED_ERROR = 0.1;

/** The rows about checks, of companies that have been run. */
export function monitoringRows(runs: () => Promise<readonly CompanyRun[]>): readonly LifeRow[] {
  const row = (name: string, must: string, of: (all: readonly CompanyRun[]) => LifeResult): LifeRow => ({
    ...{ name, must },
    run: async () => of(await runs()),
  });
  return [
    row('no drift, a year of daily checks', 'at most one alarm per company-year over everything', quietYear),
    row('slope halved', 'alarm within 28 days in 90 %', alarmsWithin('concept', 0.9)),
    row('a source turns bad', 'alarm within 28 days in 90 %', alarmsWithin('source', 0.9)),
    row('rate falls by 40 %', 'alarm within 28 days in 90 %', alarmsWithin('rate', 0.9)),
    row('a field arrives empty', 'alarm within 28 days in 90 %', alarmsWithin('form', 0.9)),
    row('conversions only come later', 'alarm within 8 weeks in under 10 %', delayAlarms),
    row('another mix of countries', 'shown, not alarmed', featureMoves),
    row('AUC estimated 28 days after the slope halved', 'error ≤ 0.03 where CBPE’s is ≥ 0.10', aucErrors),
    row('nominal 90 % intervals of AUC and rate', 'hold in 85 % and more', intervals),
    row(
      'loss after a drift, against an oracle that retrains at once',
      'at most half of that of a monthly retrained model',
      losses,
    ),
  ];
}

function quietYear(runs: readonly CompanyRun[]): LifeResult {
  const alarms = runs.flatMap(({ quietYear }) => quietYear.filter(({ state }) => state === 'alarm'));
  const moved = runs.flatMap(({ quietYear }) => quietYear.filter(({ state }) => state === 'moved'));
  const perYear = alarms.length / runs.length;
  const highest = Math.max(...runs.map(({ quietYear }) => quietYear.filter(({ state }) => state === 'alarm').length));
  return {
    measured: `${perYear.toFixed(2)} alarms a year, at most ${highest} in a company; ${(moved.length / runs.length).toFixed(2)} measures shown as moved`,
    isReached: perYear <= 1,
  };
}

const driftsOf = (runs: readonly CompanyRun[], kind: DriftKind) =>
  runs.flatMap(({ drifts }) => drifts.filter((drift) => drift.kind === kind));

function alarmsWithin(kind: DriftKind, must: number): (runs: readonly CompanyRun[]) => LifeResult {
  return (runs) => {
    const drifts = driftsOf(runs, kind);
    const days = drifts
      .map(({ found }) => found.find(({ state, day }) => state === 'alarm' && day >= 0)?.day)
      .filter((day) => day !== undefined && day <= WARNING_DAYS) as number[];
    const middle = median(days);
    const after = days.length === 0 ? '' : `, half of them within ${middle === 1 ? 'a day' : `${middle} days`}`;
    return { measured: `${days.length} of ${drifts.length}${after}`, isReached: days.length >= must * drifts.length };
  };
}

function delayAlarms(runs: readonly CompanyRun[]): LifeResult {
  const drifts = driftsOf(runs, 'delay');
  const alarmed = drifts.filter(({ found }) => found.some(({ state, day }) => state === 'alarm' && day >= 0));
  return { measured: `${alarmed.length} of ${drifts.length}`, isReached: alarmed.length < 0.1 * drifts.length };
}

function featureMoves(runs: readonly CompanyRun[]): LifeResult {
  const drifts = driftsOf(runs, 'feature');
  const shown = drifts.filter(({ found }) =>
    found.some(({ kind, subject }) => kind === 'values_moved' && subject === 'Country'),
  );
  const alarmed = drifts.filter(({ found }) => found.some(({ state, day }) => state === 'alarm' && day >= 0));
  return {
    measured: `shown in ${shown.length} of ${drifts.length}, alarm in ${alarmed.length}`,
    isReached: shown.length >= 0.9 * drifts.length && alarmed.length <= 0.1 * drifts.length,
  };
}

function aucErrors(runs: readonly CompanyRun[]): LifeResult {
  const estimates = driftsOf(runs, 'concept').map(({ estimate }) => estimate);
  const error = meanOf(estimates, ({ auc, trueAuc }) => Math.abs(auc.value - trueAuc));
  const ofCalibrated = meanOf(estimates, ({ aucIfCalibrated, trueAuc }) => Math.abs(aucIfCalibrated - trueAuc));
  return {
    measured: `mean error ${error.toFixed(3)}, CBPE ${ofCalibrated.toFixed(3)}`,
    isReached: error <= MAX_AUC_ERROR && ofCalibrated >= MIN_CALIBRATED_ERROR,
  };
}

function intervals(runs: readonly CompanyRun[]): LifeResult {
  const all = runs.flatMap(({ drifts, quietEstimates }) => [
    ...drifts.map(({ estimate }) => estimate),
    ...quietEstimates,
  ]);
  const holds = (of: (run: EstimateRun) => boolean) => meanOf(all, (run) => (of(run) ? 1 : 0));
  const ofAuc = holds(({ auc, trueAuc }) => auc.low <= trueAuc && trueAuc <= auc.high);
  const ofRate = holds(({ rate, trueRate }) => rate.low <= trueRate && trueRate <= rate.high);
  return {
    measured: `AUC ${(100 * ofAuc).toFixed(0)} %, rate ${(100 * ofRate).toFixed(0)} % of ${all.length}`,
    isReached: Math.min(ofAuc, ofRate) >= 0.85,
  };
}

const LOSS_NAMES: Partial<Record<DriftKind, string>> = {
  concept: 'slope halved',
  source: 'bad source',
  rate: 'rate −40 %',
};

/** Of all leads of the four months after, in nats per lead more than the oracle's. */
function losses(runs: readonly CompanyRun[]): LifeResult {
  const excess = (kinds: readonly DriftKind[], of: 'monthly' | 'monitored') =>
    meanOf(
      runs.flatMap(({ drifts }) => drifts.filter(({ kind, loss }) => loss && kinds.includes(kind))),
      ({ loss }) => loss![of] - loss!.oracle,
    );
  const shareOf = (kinds: readonly DriftKind[]) => excess(kinds, 'monitored') / excess(kinds, 'monthly');
  const kinds = Object.keys(LOSS_NAMES) as DriftKind[];
  const each = kinds.map((kind) => `${LOSS_NAMES[kind]} ${(100 * shareOf([kind])).toFixed(0)} %`);
  return {
    measured: `${(100 * shareOf(kinds)).toFixed(0)} % of ${excess(kinds, 'monthly').toFixed(4)} nats per lead (${each.join(', ')})`,
    isReached: shareOf(kinds) <= 0.5,
  };
}

const meanOf = <T>(list: readonly T[], of: (item: T) => number): number => mean(list.map(of));
