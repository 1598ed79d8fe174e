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
  getSyncedOrg,
  activeModelFindings,
  settingsOf,
  stateOf,
  type ReadSettingsPorts,
} from './read-scoring-settings.ts';
import { pointerTo, SettingsInvalidError } from './settings-error.ts';

export interface ChangeSettingsPorts extends ReadSettingsPorts, Administration {
  readonly clock: Clock;
}

/**
 * Changes some of an org's settings, as a new revision; the next training heeds it, scores given before stay as they are.
 * @param actor who does it, for the audit log: `cli`, `api:<key id>`
 * @throws SettingsInvalid, WorkflowError `settings_changed_meanwhile`, `org_not_synced`
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
 * Takes the last change back that has not been taken back yet: undone again and again it leads to the defaults. The
 * settings brought back are checked anew, because the org's fields may have changed.
 * @throws WorkflowError `settings_nothing_to_undo`, `settings_changed_meanwhile`, `org_not_synced`; SettingsInvalid
 */
export async function undoScoringSettings(
  ports: ChangeSettingsPorts,
  orgId: string,
  actor: string,
): Promise<ScoringSettingsState> {
  const newest = await ports.scoringSettings.findNewest(orgId);
  if (!newest || newest.restores === 0) {
    throw new WorkflowError(
      'settings_nothing_to_undo',
      'There is no change to take back: the settings are the defaults.',
    );
  }
  const before = await effectiveRevision(ports, orgId, (newest.restores ?? newest.revision) - 1);
  const restored = { revision: newest.revision + 1, settings: before.settings, restores: before.revision };
  return append(ports, orgId, restored, actor, 'settings.undo');
}

/** A revision, or the one that it brought back. */
async function effectiveRevision({ scoringSettings }: ChangeSettingsPorts, orgId: string, revision: number) {
  if (revision === 0) return { revision, settings: DEFAULT_SCORING_SETTINGS };
  const found = await scoringSettings.find(orgId, revision);
  return { revision: found?.restores ?? revision, settings: settingsOf(found) };
}

async function append(
  ports: ChangeSettingsPorts,
  orgId: string,
  told: Pick<ScoringSettingsRevision, 'revision' | 'settings' | 'restores'>,
  actor: string,
  act: string,
): Promise<ScoringSettingsState> {
  const org = await getSyncedOrg(ports.orgs, orgId);
  const problems = settingsProblems(told.settings, org.fields);
  if (problems.length > 0) throw new SettingsInvalidError(problems);
  const at = ports.clock.now();
  const revision = { ...told, changedAt: at, changedBy: actor };
  await ports.atomically(async ({ scoringSettings, auditLog }) => {
    if (!(await scoringSettings.append(orgId, revision))) throw changedMeanwhile(told.revision - 1, told.revision);
    await auditLog.append(orgId, { at, actor, act, subject: `settings:${told.revision}` });
  });
  return stateOf(org, revision, await activeModelFindings(ports.models, orgId));
}

/** @throws SettingsInvalid where the change is not of the shape that the contract has */
function checkedShape(change: ScoringSettingsChange): ScoringSettingsChange {
  const parsed = ScoringSettingsChange.safeParse(change);
  if (parsed.success) return parsed.data;
  throw new SettingsInvalidError(
    parsed.error.issues.map(({ path, message }) => ({ pointer: pointerTo(...path.map(String)), detail: message })),
  );
}

/** Ages in order, every name once. */
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

function changedMeanwhile(basedOn: number, revision: number): WorkflowError {
  return new WorkflowError(
    'settings_changed_meanwhile',
    'Somebody else changed the settings since they were read. Read them again, then make the change.',
    { basedOn, revision },
  );
}
