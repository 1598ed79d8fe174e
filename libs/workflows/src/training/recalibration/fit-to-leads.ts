import { DAY_MS } from '@leadlight/common';
import { fitRecalibration, fitValueOffsets, type DelayDistribution } from '@leadlight/evaluation';
import { findJudgementField } from '@leadlight/lead-features';
import { scoringSettingsOf } from '../../administration/scoring-settings/read-scoring-settings.ts';
import { WorkflowError } from '../../errors.ts';
import type { Clock, LeadHistoryStore, OrgStore, Progress, ScoringSettingsStore } from '../../ports/index.ts';
import type { ScoringModel } from '../../scoring/scoring-model.ts';
import { OrgSnapshots } from '../examples/org-snapshots.ts';
import { firstSnapshots, waitDaysOf, type FirstSnapshot } from '../monitoring/first-snapshots.ts';
import { delaysOf, unlessTooFew } from '../monitoring/monitor-active-model.ts';
import { horizonDaysOf, type ModelFacts } from '../model-facts.ts';
import type { RecalibrationFacts } from './recalibration-facts.ts';
import type { FeatureCategory, ReportedChange } from './reported-changes.ts';

export interface FitToLeadsPorts {
  readonly orgs: OrgStore;
  readonly leadHistories: LeadHistoryStore;
  readonly scoringSettings: ScoringSettingsStore;
  readonly clock: Clock;
}

export type FittedChange = Omit<RecalibrationFacts, 'of' | 'ofVersion' | 'at'>;

const LEADS_PER_CHUNK = 500;
const SEED = 1;

/**
 * Fits an adjustment of a model's log odds to the leads since a change.
 * @param changes tried in this order until an adjustment is better beyond chance
 * @returns that adjustment; where none is better, the last that could be fitted
 * @throws WorkflowError `org_not_synced`
 */
export async function fitToLeads(
  { orgs, leadHistories, scoringSettings, clock }: FitToLeadsPorts,
  orgId: string,
  model: ScoringModel,
  changes: readonly ReportedChange[],
  progress: Progress,
): Promise<FittedChange | 'goal_changed' | 'too_few_outcomes'> {
  const org = await orgs.find(orgId);
  if (!org) throw new WorkflowError('org_not_synced', { orgId });
  const now = clock.now();
  const settings = await scoringSettingsOf({ scoringSettings }, orgId);
  const { goal } = model.model.facts as Partial<ModelFacts>;
  if (goal !== undefined && goal !== settings.goal.kind) return 'goal_changed';
  const snapshots = new OrgSnapshots(model.schema, settings, findJudgementField(org.fields));
  let read = 0;
  for await (const chunk of leadHistories.readHistories(orgId, 'all', LEADS_PER_CHUNK)) {
    for (const history of chunk) snapshots.add(history, now);
    progress.update('recalibrate', (read += chunk.length));
  }
  const first = firstSnapshots(snapshots, now);
  const predict = (of: readonly FirstSnapshot[]) =>
    model.model.predictTable(snapshots.table.take(of.map(({ row }) => row)));
  const delays = delaysOf(first, predict, horizonDaysOf(model.model), now);
  let last: FittedChange | undefined;
  for (const change of delays ? changes : []) {
    const recent = first.filter(({ asOf }) => asOf >= change.since);
    const leads = {
      probabilities: predict(recent),
      ageDays: recent.map(({ asOf }) => (now - asOf) / DAY_MS),
      waitDays: recent.map(waitDaysOf),
    };
    const rowsOf = (value: FeatureCategory) => rowsWith(value, model, snapshots, recent);
    const fitted = unlessTooFew(() => fitChange(leads, rowsOf, delays!, change));
    if (fitted?.difference.challenger === 'better') return fitted;
    last = fitted ?? last;
  }
  return last ?? 'too_few_outcomes';
}

/** The places of the leads that have the value. */
function rowsWith(
  { feature, value }: FeatureCategory,
  { schema }: ScoringModel,
  { table }: OrgSnapshots,
  of: readonly FirstSnapshot[],
): number[] {
  const values = table.valuesOf(
    schema.features.findIndex(({ name }) => name === feature),
    of.map(({ row }) => row),
  );
  return [...values.keys()].filter((row) => values[row] === value);
}

function fitChange(
  leads: Parameters<typeof fitRecalibration>[0],
  rowsOf: (value: FeatureCategory) => readonly number[],
  delays: DelayDistribution,
  { since, values }: ReportedChange,
): FittedChange {
  if (values.length === 0) return { since, ...fitRecalibration(leads, delays, SEED), offsets: [] };
  const { offsets, difference } = fitValueOffsets(leads, values.map(rowsOf), delays, SEED);
  const total = (of: 'rows' | 'converted') => offsets.reduce((sum, own) => sum + own[of], 0);
  return {
    ...{ since, kind: 'values', intercept: 0, slope: 1, difference },
    offsets: values.map((value, i) => ({ ...value, ...offsets[i]! })),
    ...{ rows: total('rows'), converted: total('converted') },
  };
}
