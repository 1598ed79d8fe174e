import type { ScoringSettings, ScoringSettingsState } from '@leadlight/contract';
import type { LeakageFinding } from '@leadlight/evaluation';
import { defaultPointsTable } from '@leadlight/learners';
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
 * The org's settings with each field's use and the reason for it.
 * @throws WorkflowError `org_not_synced`
 */
export async function readScoringSettings(ports: ReadSettingsPorts, orgId: string): Promise<ScoringSettingsState> {
  const org = await getOrgWithFields(ports.orgs, orgId);
  const newest = await ports.scoringSettings.findNewest(orgId);
  return settingsState(org, newest, await activeModelFindings(ports.models, orgId));
}

/** The org's settings alone; the defaults if they were never changed. */
export async function scoringSettingsOf(
  { scoringSettings }: { readonly scoringSettings: Pick<ScoringSettingsStore, 'findNewest'> },
  orgId: string,
): Promise<ScoringSettings> {
  return settingsOf(await scoringSettings.findNewest(orgId));
}

/** Defaults replace settings that did not exist when the revision was stored. */
export const settingsOf = (revision: ScoringSettingsRevision | undefined): ScoringSettings => ({
  ...DEFAULT_SCORING_SETTINGS,
  ...revision?.settings,
});

export function settingsState(
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
    builtInPointsTable: defaultPointsTable.rules,
  };
}

/** Settings are checked against the org's fields. @throws WorkflowError `org_not_synced` */
export async function getOrgWithFields(orgs: Pick<OrgStore, 'find'>, orgId: string): Promise<OrgEntry> {
  const org = await orgs.find(orgId);
  if (org && org.fields.length > 0) return org;
  throw new WorkflowError('org_not_synced', { orgId });
}

/** The leakage findings in the active model's report; empty if there is no model. */
export async function activeModelFindings(
  models: Pick<ModelStore, 'findActive'>,
  orgId: string,
): Promise<readonly LeakageFinding[]> {
  const active = await models.findActive(orgId);
  const report = active?.report as { leakage?: { findings?: readonly LeakageFinding[] } } | null | undefined;
  return report?.leakage?.findings ?? [];
}
