import { isLeadlightError } from '@leadlight/common';
import {
  notificationRoutes,
  recordServiceEvents,
  routesOn,
  sendNotifications,
  testNotification,
  type ApiUsage,
  type NotificationRoute,
  type RouteSettings,
} from '@leadlight/workflows';
import { Argument, Command } from 'commander';
import { connectCrm, systemClock, withOrg, type OrgPorts } from '../compose.ts';
import { CliError, optionsError } from '../errors.ts';
import { readRouteSecret } from '../notifications/route-secret.ts';
import { openRoutes, secretNameOf } from '../notifications/routes.ts';
import { drawTable } from '../terminal/table.ts';
import { formatMinute, writeOutput } from '../terminal/write-output.ts';
import { createCommand, ORG_OPTION, parseList, type OrgOptions } from './options.ts';

export const notificationsCommand = () =>
  new Command('notifications')
    .description(
      'Notifications to administrators about alarms and changes of the model, in Salesforce, by e-mail, webhook or Slack: show, set up, turn off, test, send.',
    )
    .addHelpText('after', '\nExample:\n  leadlight notifications test email')
    .addCommand(show())
    .addCommand(set())
    .addCommand(off())
    .addCommand(test())
    .addCommand(send());

const routeArgument = () => new Argument('<route>', 'how the notifications are sent').choices(notificationRoutes);

const show = () =>
  createCommand('show', 'Show the routes that are on, and what was sent or given up. Secrets are not shown.', [
    'leadlight notifications show',
  ])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const found = await withOrg(options, async (ports, orgId) => ({
        settings: await ports.notificationSettings.find(orgId),
        deliveries: await ports.deliveries.list(orgId, 20),
      }));
      const rows = found.deliveries.map(({ createdAt, route, eventId, reminder, state, attempts, failure }) => [
        ...[formatMinute(createdAt), route, eventId, reminder === 0 ? '' : `reminder ${reminder}`],
        ...[state === 'failed' ? 'given up' : state, String(attempts), failure ?? ''],
      ]);
      writeOutput(options, found, [
        `Routes that are on: ${routesOn(found.settings).join(', ') || 'none'}.`,
        rows.length > 0
          ? drawTable(rows, ['since (UTC)', 'route', 'event', '', 'state', 'attempts', 'failure'])
          : 'Nothing has been sent yet.',
      ]);
    });

interface SetOptions extends OrgOptions {
  readonly to?: readonly string[];
  readonly from?: string;
  readonly allowPrivate?: boolean;
}

const set = () =>
  createCommand(
    'set',
    'Turn a route on. Its address and secret come from LEADLIGHT_SMTP_URL, or LEADLIGHT_WEBHOOK_URL and LEADLIGHT_WEBHOOK_SECRET, and are saved sealed. The route salesforce needs neither: it notifies the users with the permission set Leadlight Admin.',
    [
      'leadlight notifications set email --to ops@example.com --from leadlight@example.com',
      'leadlight notifications set webhook',
      'leadlight notifications set salesforce',
    ],
  )
    .addArgument(routeArgument())
    .option('--to <addresses>', 'for email: the recipients, separated by commas', parseList)
    .option('--from <address>', 'for email: the sender')
    .option('--allow-private', 'for webhook and slack: allow addresses of this machine and of private networks')
    .option(...ORG_OPTION)
    .action(async (route: NotificationRoute, options: SetOptions) => {
      const settings = settingsOf(route, options);
      const secret = route === 'salesforce' ? undefined : readRouteSecret(route);
      await withOrg(options, async (ports, orgId) => {
        if (secret) await ports.secrets.put(orgId, secretNameOf(route), JSON.stringify(secret));
        // Fails where the org has no administrators to notify, or does not let the user find them.
        else await (await connectCrm(options.folder, { org: orgId })).crmNotifications.countAdministrators();
        await change(ports, orgId, settings, { act: 'notifications.set', route });
      });
      writeOutput(options, { route, on: true }, [
        `Notifications are sent by ${route} from now on. "leadlight notifications test ${route}" sends a test message.`,
      ]);
    });

function settingsOf(route: NotificationRoute, { to, from, allowPrivate = false }: SetOptions): Partial<RouteSettings> {
  if (route !== 'email') {
    if (to ?? from) throw optionsError('--to and --from are for the route email.', 'Leave them out.');
    if (route === 'salesforce') {
      if (allowPrivate) throw optionsError('--allow-private is for the routes webhook and slack.', 'Leave it out.');
      return { salesforce: {} };
    }
    return { [route]: { allowPrivate } };
  }
  if (allowPrivate) throw optionsError('--allow-private is for the routes webhook and slack.', 'Leave it out.');
  if (!to || to.length === 0 || !from)
    throw optionsError('An e-mail needs a sender and recipients.', 'Give --from and --to.');
  return { email: { to, from } };
}

const off = () =>
  createCommand('off', 'Turn a route off and forget its secret.', ['leadlight notifications off webhook'])
    .addArgument(routeArgument())
    .option(...ORG_OPTION)
    .action(async (route: NotificationRoute, options: OrgOptions) => {
      await withOrg(options, async (ports, orgId) => {
        await change(ports, orgId, { [route]: null }, { act: 'notifications.off', route });
        await ports.secrets.remove(orgId, secretNameOf(route));
      });
      writeOutput(options, { route, on: false }, [`Notifications are no longer sent by ${route}.`]);
    });

const test = () =>
  createCommand('test', 'Send a test message by a route now.', ['leadlight notifications test email'])
    .addArgument(routeArgument())
    .option(...ORG_OPTION)
    .action(async (route: NotificationRoute, options: OrgOptions) => {
      await withOrg(options, async (ports, orgId) => {
        const deliver = (await openRoutes(ports, orgId, options.folder))[route];
        if (!deliver) throw new CliError('route_not_set', { route });
        try {
          await deliver(testNotification(orgId, `ntf_test_${systemClock.now()}`));
        } catch (error) {
          // Such as a missing secret or a sign-in that failed: it has its own remedy.
          if (isLeadlightError(error)) throw error;
          throw new CliError('notification_not_sent', { route, why: (error as Error).message });
        }
      });
      writeOutput(options, { route, sent: true }, [`A test message was sent by ${route}.`]);
    });

const send = () =>
  createCommand(
    'send',
    'Send what is due: new events, reminders, and what could not be sent before. The worker does it every hour.',
    ['leadlight notifications send'],
  )
    .option('--no-limits', 'do not ask the org how many API calls are left')
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions & { readonly limits: boolean }) => {
      const result = await withOrg(options, async (ports, orgId) => {
        await recordServiceEvents(ports, orgId, options.limits ? await readApiUsage(options, orgId) : undefined);
        return sendNotifications(ports, orgId, await openRoutes(ports, orgId, options.folder));
      });
      const { sent, failed, givenUp, failures } = result;
      writeOutput(options, result, [
        `${sent} sent, ${failed} to be tried again, ${givenUp} given up.`,
        ...failures.map((failure) => `  ${failure}`),
      ]);
    });

/** @returns undefined where the org cannot be reached, which other events report */
const readApiUsage = ({ folder }: OrgOptions, orgId: string): Promise<ApiUsage | undefined> =>
  connectCrm(folder, { org: orgId })
    .then(({ crmLimits }) => crmLimits.readApiUsage())
    .catch(() => undefined);

async function change(
  { notificationSettings, auditLog, clock }: OrgPorts,
  orgId: string,
  settings: Partial<RouteSettings>,
  { act, route }: { readonly act: string; readonly route: NotificationRoute },
): Promise<void> {
  const at = clock.now();
  const present = await notificationSettings.find(orgId);
  await notificationSettings.save(orgId, { ...present, ...settings }, at, 'cli');
  await auditLog.append(orgId, { at, actor: 'cli', act, subject: route });
}
