import {
  ScoringSettingsChange,
  type ChangeScoringSettingsRequest,
  type ScoringSettings,
  type ScoringSettingsState,
} from '@leadlight/contract';
import { WorkflowError } from '../../errors.ts';
import type { Administration, Clock, ScoringSettingsRevision } from '../../ports/index.ts';
import { settingsProblems } from './check-settings.ts';
import { DEFAULT_SCORING_SETTINGS } from './default-settings.ts';
import {
  getOrgWithFields,
  activeModelFindings,
  settingsOf,
  settingsState,
  type ReadSettingsPorts,
} from './read-scoring-settings.ts';
import { pointerTo } from './settings-problem.ts';

export interface ChangeSettingsPorts extends ReadSettingsPorts, Administration {
  readonly clock: Clock;
}

/**
 * Changes some of an org's settings, as a new revision. The next training uses it; earlier scores stay as they are.
 * @param actor for the audit log: `cli`, `api:<key id>`
 * @throws WorkflowError `settings_invalid`, `settings_changed_meanwhile`, `org_not_synced`
 */
export async function changeScoringSettings(
  ports: ChangeSettingsPorts,
  orgId: string,
  { basedOn, change }: ChangeScoringSettingsRequest,
  actor: string,
): Promise<ScoringSettingsState> {
  const newest = await ports.scoringSettings.findNewest(orgId);
  const revision = newest?.revision ?? 0;
  if (basedOn !== undefined && basedOn !== revision) throw changedMeanwhile(basedOn, revision);
  const settings = normalized({ ...settingsOf(newest), ...checkedShape(change), version: 1 });
  return append(ports, orgId, { revision: revision + 1, settings, restores: null }, actor, 'settings.change');
}

/**
 * Undoes the last change that has not been undone yet; repeated, it leads back to the defaults. The restored settings are
 * checked again, because the org's fields may have changed.
 * @throws WorkflowError `settings_nothing_to_undo`, `settings_invalid`, `settings_changed_meanwhile`, `org_not_synced`
 */
export async function undoScoringSettings(
  ports: ChangeSettingsPorts,
  orgId: string,
  actor: string,
): Promise<ScoringSettingsState> {
  const newest = await ports.scoringSettings.findNewest(orgId);
  if (!newest || newest.restores === 0) {
    throw new WorkflowError('settings_nothing_to_undo', {});
  }
  const before = await effectiveRevision(ports, orgId, (newest.restores ?? newest.revision) - 1);
  const restored = { revision: newest.revision + 1, settings: before.settings, restores: before.revision };
  return append(ports, orgId, restored, actor, 'settings.undo');
}

/** The settings of a revision, with the number of the revision that they come from: an undo restores an earlier one. */
async function effectiveRevision({ scoringSettings }: ChangeSettingsPorts, orgId: string, revision: number) {
  if (revision === 0) return { revision, settings: DEFAULT_SCORING_SETTINGS };
  const found = await scoringSettings.find(orgId, revision);
  return { revision: found?.restores ?? revision, settings: settingsOf(found) };
}

async function append(
  ports: ChangeSettingsPorts,
  orgId: string,
  next: Pick<ScoringSettingsRevision, 'revision' | 'settings' | 'restores'>,
  actor: string,
  act: string,
): Promise<ScoringSettingsState> {
  const org = await getOrgWithFields(ports.orgs, orgId);
  const problems = settingsProblems(next.settings, org.fields);
  if (problems.length > 0) throw new WorkflowError('settings_invalid', { problems });
  const at = ports.clock.now();
  const revision = { ...next, changedAt: at, changedBy: actor };
  await ports.atomically(async ({ scoringSettings, auditLog }) => {
    if (!(await scoringSettings.append(orgId, revision))) throw changedMeanwhile(next.revision - 1, next.revision);
    await auditLog.append(orgId, { at, actor, act, subject: `settings:${next.revision}` });
  });
  return settingsState(org, revision, await activeModelFindings(ports.models, orgId));
}

/** @throws WorkflowError `settings_invalid` if the change does not match the contract */
function checkedShape(change: ScoringSettingsChange): ScoringSettingsChange {
  const parsed = ScoringSettingsChange.safeParse(change);
  if (parsed.success) return parsed.data;
  throw new WorkflowError('settings_invalid', {
    problems: parsed.error.issues.map(({ path, message }) => ({
      pointer: pointerTo(...path.map(String)),
      detail: message,
    })),
  });
}

/** Ages in order, each name once. */
function normalized(settings: ScoringSettings): ScoringSettings {
  const once = (names: readonly string[]) => [...new Set(names)];
  return {
    ...settings,
    snapshotAgesDays: [...new Set(settings.snapshotAgesDays)].sort((a, b) => a - b),
    excludedFields: once(settings.excludedFields),
    includedFields: once(settings.includedFields),
    allowedFields: once(settings.allowedFields),
  };
}

const changedMeanwhile = (basedOn: number, revision: number) =>
  new WorkflowError('settings_changed_meanwhile', { basedOn, revision });
