import { wilsonInterval } from '@leadlight/common';
import type { ConversionGrouping, ConversionRates, TrainingReport } from '@leadlight/contract';
import { DEFAULT_HORIZON_DAYS, type Goal } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import type { Clock, CrmUsers, ModelStore, OrgEntry, OrgStore, ScoringSettingsStore } from '../ports/index.ts';
import { conversionGroups, figuresOf } from './conversion-groups.ts';
import { toTrainingReport } from './models.ts';
import type { RecentConversionCounts } from './recent-conversion-counts.ts';
import { settingsOf } from './scoring-settings/read-scoring-settings.ts';

export interface ConversionRatesPorts {
  readonly orgs: Pick<OrgStore, 'find'>;
  readonly models: Pick<ModelStore, 'findActive'>;
  readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'>;
  readonly recentConversionCounts: Pick<RecentConversionCounts, 'get'>;
  readonly crmUsers: Pick<CrmUsers, 'managers'>;
  readonly clock: Clock;
}

/**
 * How the org's leads turned out, by group. The goal is that of the settings; the horizon that of the settings, else that of
 * the active model if it predicts this goal, else the default.
 * @throws WorkflowError `org_not_synced`
 */
export async function conversionRates(
  ports: ConversionRatesPorts,
  orgId: string,
  groupedBy: ConversionGrouping,
): Promise<ConversionRates> {
  const org = await ports.orgs.find(orgId);
  if (!org?.lastSyncedAt) throw new WorkflowError('org_not_synced', { orgId });
  const [active, newest] = await Promise.all([ports.models.findActive(orgId), ports.scoringSettings.findNewest(orgId)]);
  const { goal, horizonDays: chosen } = settingsOf(newest);
  const report = reportFor(goal, toTrainingReport(active?.report));
  const horizonDays = chosen ?? report.horizonDays ?? DEFAULT_HORIZON_DAYS;
  const { counts, countedAt } = await ports.recentConversionCounts.get(orgId, {
    ...{ goal, horizonDays, now: ports.clock.now() },
    groupedBy: groupedBy === 'team' ? 'rep' : groupedBy,
  });
  const counted = groupedBy === 'band' ? counts.filter(({ key }) => key !== null) : counts;
  const managers = groupedBy === 'team' ? await ports.crmUsers.managers(orgId) : undefined;
  const unavailable = whyUnavailable(org, groupedBy, managers);
  return {
    ...{ groupedBy, goal, horizonDays },
    countedAt: new Date(countedAt).toISOString(),
    overall: figuresOf(counted),
    groups: unavailable ? [] : conversionGroups(groupedBy, counted, managers),
    ...(groupedBy === 'band' && {
      unscored: counts.find(({ key }) => key === null)?.unsettled ?? 0,
      heldOut: heldOutBands(report),
    }),
    ...(unavailable && { unavailable }),
  };
}

/** Empty where the model predicts another goal: its figures say nothing about this one. */
const reportFor = (goal: Goal, report: TrainingReport): TrainingReport =>
  (report.goal ?? goal.kind) === goal.kind ? report : {};

function whyUnavailable(
  { fields }: OrgEntry,
  groupedBy: ConversionGrouping,
  managers: ReadonlyMap<string, string> | undefined,
): ConversionRates['unavailable'] {
  const isRead = (name: string) => fields.some((field) => field.name === name);
  if (groupedBy === 'source' && !isRead('LeadSource')) return 'source_not_read';
  if ((groupedBy === 'rep' || groupedBy === 'team') && !isRead('OwnerId')) return 'owner_not_read';
  return managers?.size === 0 ? 'no_managers' : undefined;
}

const heldOutBands = ({ bands = [] }: TrainingReport): ConversionRates['heldOut'] =>
  bands.map(({ band, rows, converted }) => ({
    band,
    settled: rows,
    reached: converted,
    interval: rows === 0 ? null : wilsonInterval(converted, rows),
  }));
