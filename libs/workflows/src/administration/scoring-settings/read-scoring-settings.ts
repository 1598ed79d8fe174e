import type { ScoringSettings, ScoringSettingsState } from '@leadlight/contract';
import type { LeakageFinding } from '@leadlight/evaluation';
import { WorkflowError } from '../../errors.ts';
import type {
  ModelStore,
  OrgEntry,
  OrgStore,
  ScoringSettingsRevision,
  ScoringSettingsStore,
} from '../../ports/index.ts';
import { DEFAULT_SCORING_SETTINGS } from './default-settings.ts';
import { fieldUses } from './field-uses.ts';

export interface ReadSettingsPorts {
  readonly orgs: Pick<OrgStore, 'find'>;
  readonly models: Pick<ModelStore, 'findActive'>;
  readonly scoringSettings: ScoringSettingsStore;
}

/**
 * The org's settings with every field's use and the reason for it.
 * @throws WorkflowError `org_not_synced`
 */
export async function readScoringSettings(ports: ReadSettingsPorts, orgId: string): Promise<ScoringSettingsState> {
  const org = await getSyncedOrg(ports.orgs, orgId);
  const newest = await ports.scoringSettings.findNewest(orgId);
  return stateOf(org, newest, await activeModelFindings(ports.models, orgId));
}

/** The settings alone, for those who train: the defaults where nobody changed any. */
export async function scoringSettingsOf(
  { scoringSettings }: Pick<ReadSettingsPorts, 'scoringSettings'>,
  orgId: string,
): Promise<ScoringSettings> {
  return settingsOf(await scoringSettings.findNewest(orgId));
}

/** Settings that a former release stored lack what came later: the defaults fill in. */
export const settingsOf = (revision: ScoringSettingsRevision | undefined): ScoringSettings => ({
  ...DEFAULT_SCORING_SETTINGS,
  ...revision?.settings,
});

export function stateOf(
  { fields }: OrgEntry,
  newest: ScoringSettingsRevision | undefined,
  findings: readonly LeakageFinding[],
): ScoringSettingsState {
  const settings = settingsOf(newest);
  return {
    settings,
    revision: newest?.revision ?? 0,
    changedAt: newest ? new Date(newest.changedAt).toISOString() : null,
    changedBy: newest?.changedBy ?? null,
    canUndo: newest !== undefined && newest.restores !== 0,
    fields: fieldUses(fields, settings, findings),
  };
}

/** @throws WorkflowError `org_not_synced` */
export async function getSyncedOrg(orgs: Pick<OrgStore, 'find'>, orgId: string): Promise<OrgEntry> {
  const org = await orgs.find(orgId);
  if (org && org.fields.length > 0) return org;
  throw new WorkflowError(
    'org_not_synced',
    `Nothing is known of the fields of org ${orgId} yet, so no settings can be checked. Run "leadlight sync" first.`,
  );
}

/** What the active model's report says of each field; nothing where there is no model. */
export async function activeModelFindings(
  models: Pick<ModelStore, 'findActive'>,
  orgId: string,
): Promise<readonly LeakageFinding[]> {
  const active = await models.findActive(orgId);
  const report = active?.report as { leakage?: { findings?: readonly LeakageFinding[] } } | null | undefined;
  return report?.leakage?.findings ?? [];
}
