import { WorkflowError } from '../errors.ts';
import type { SettingsProblem } from '../administration/scoring-settings/settings-problem.ts';
import type {
  Administration,
  AlertDeliveryRoute,
  AlertSettings,
  AlertStore,
  Clock,
  StoredAlertSettings,
} from '../ports/index.ts';
import { testAlertOf } from './raise-alerts.ts';

export interface ManageAlertsPorts extends Administration {
  readonly alerts: Pick<AlertStore, 'findSettings'>;
  readonly clock: Clock;
}

/**
 * Changes some of the settings.
 * @param actor for the audit log: `cli` or `api:<key id>`
 * @throws WorkflowError `alerts_invalid`, and nothing is changed
 */
export async function changeAlerts(
  { alerts, atomically, clock }: ManageAlertsPorts,
  orgId: string,
  change: Partial<AlertSettings>,
  actor: string,
): Promise<StoredAlertSettings> {
  const { settings: present } = await alerts.findSettings(orgId);
  const settings = { ...present, ...change };
  const problems = problemsOf(settings);
  if (problems.length > 0) throw new WorkflowError('alerts_invalid', { problems });
  const at = clock.now();
  const act = settings.isOn === present.isOn ? 'alerts.change' : settings.isOn ? 'alerts.on' : 'alerts.off';
  await atomically(async (stores) => {
    await stores.alerts.saveSettings(orgId, settings, at, actor);
    await stores.auditLog.append(orgId, { at, actor, act, subject: Object.keys(change).toSorted().join(' ') });
  });
  return alerts.findSettings(orgId);
}

function problemsOf(settings: AlertSettings): readonly SettingsProblem[] {
  const { isOn, bands, jumpPoints, untouchedHours, routes, digest, email } = settings;
  const problems: SettingsProblem[] = [];
  const add = (pointer: string, detail: string) => problems.push({ pointer, detail });
  for (const route of ['slack', 'webhook'] as const) {
    if (routes.includes(route) && settings[route] === null) {
      add('/routes', `The route ${route} is not set up: run "leadlight alerts set-route ${route}" first.`);
    }
  }
  if (digest !== null && email === null) {
    add('/digest', 'The digest goes by e-mail, which is not set up: run "leadlight alerts set-route email" first.');
  }
  if (isOn && bands.length === 0 && jumpPoints === null && untouchedHours === null && digest === null) {
    add('/isOn', 'Nothing would be alerted: choose bands, points, hours or the digest.');
  }
  if (isOn && routes.length === 0 && digest === null) add('/routes', 'Choose at least one route, or the digest.');
  return problems;
}

/**
 * Requests a test message, which a worker sends within seconds. It is tried once.
 * @param userId who gets it; in a channel, who asked for it
 * @throws WorkflowError `alerts_invalid` where the route is not set up
 */
export async function requestTestAlert(
  { alerts, atomically, clock }: ManageAlertsPorts,
  orgId: string,
  { route, userId }: { readonly route: AlertDeliveryRoute; readonly userId: string },
  actor: string,
): Promise<void> {
  const { settings } = await alerts.findSettings(orgId);
  if (route !== 'salesforce' && route !== 'task' && settings[route] === null) {
    const detail = `The route ${route} is not set up: run "leadlight alerts set-route ${route}" first.`;
    throw new WorkflowError('alerts_invalid', { problems: [{ pointer: '/route', detail }] });
  }
  const at = clock.now();
  await atomically(async (stores) => {
    await stores.alerts.raise(orgId, [], [{ alert: testAlertOf(userId, at), routes: [route] }]);
    await stores.auditLog.append(orgId, { at, actor, act: 'alerts.test', subject: route });
  });
}
