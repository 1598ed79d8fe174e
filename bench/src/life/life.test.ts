import type { DriftKind } from '@leadlight/sandbox-org';
import { describe, expect, it } from 'vitest';
import { estimateOn } from './company-run.ts';
import { dailyChecks } from './daily-checks.ts';
import { createLifeCompany, driftedLeads, watch } from './life-company.ts';
import { lossAfterDrift, monthlyModels } from './loss-after-drift.ts';

/** One company of the smallest size, with a seed that the table of `npm run bench:life` does not have. */
const company = createLifeCompany({ seed: 206, leadsPerMonth: 2_000 });
const driftDay = company.trainedDay + 30;

/** Alarms of daily checks since the drift, as days after it. */
function alarmsAfter(kind: DriftKind, days: number) {
  const leads = driftedLeads(company, kind, driftDay, driftDay + days);
  const found = dailyChecks(company, leads, driftDay, driftDay + days);
  const alarms = found.filter(({ state }) => state === 'alarm');
  return {
    leads,
    alarms: alarms.map(({ kind: measure, subject, day }) => ({ measure, subject, day: day - driftDay })),
  };
}

describe('the monitoring of a simulated company', () => {
  it('alarms within 28 days after the rate has fallen by 40 %', () => {
    const { alarms } = alarmsAfter('rate', 29);
    expect(alarms.map(({ measure }) => measure)).toContain('performance_changed');
  });

  it('alarms after the slope has halved, and estimates the AUC while most leads are open', () => {
    const { alarms, leads } = alarmsAfter('concept', 29);
    expect(alarms.map(({ measure }) => measure)).toContain('performance_changed');
    const { auc, aucIfCalibrated, trueAuc } = estimateOn(company, leads, watch(company, leads), driftDay + 28);
    expect(Math.abs(auc.value - trueAuc)).toBeLessThan(0.04);
    expect(Math.abs(aucIfCalibrated - trueAuc)).toBeGreaterThan(0.08);
  });

  it('names the source whose leads have turned bad', () => {
    expect(alarmsAfter('source', 29).alarms.map(({ subject }) => subject)).toContain('LeadSource=Web');
  });

  it('halves what a source that has turned bad costs, by an offset of its leads', () => {
    const leads = driftedLeads(company, 'source', driftDay, driftDay + 29);
    const found = dailyChecks(company, leads, driftDay, driftDay + 29);
    const monthly = monthlyModels(company, driftDay);
    const loss = lossAfterDrift(company, { kind: 'source', driftDay, found, monthly });
    expect(loss.monitored - loss.oracle).toBeLessThan((loss.monthly - loss.oracle) / 2);
  });

  it('alarms a day after a field arrives empty', () => {
    expect(alarmsAfter('form', 3).alarms).toEqual([{ measure: 'values_missing', subject: 'Industry', day: 1 }]);
  });

  it('raises no alarm in eight weeks in which conversions only come later, and none in six weeks without a change', () => {
    expect(alarmsAfter('delay', 57).alarms).toEqual([]);
    const found = dailyChecks(company, company.leads, company.trainedDay, company.trainedDay + 42);
    expect(found.filter(({ state }) => state === 'alarm')).toEqual([]);
  });
});
