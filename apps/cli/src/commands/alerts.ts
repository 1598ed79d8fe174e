import {
  alertReport,
  alertRoutes,
  changeAlerts,
  requestTestAlert,
  sendAlerts,
  type AlertDeliveryRoute,
  type AlertRoute,
  type AlertSettings,
} from '@leadlight/workflows';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { alertSecretNameOf, openAlertSenders, type OutsideRoute } from '../alerts/senders.ts';
import { connectCrm, withOrg } from '../compose.ts';
import { CliError, optionsError } from '../errors.ts';
import { readRouteSecret } from '../notifications/route-secret.ts';
import { writeOutput } from '../terminal/write-output.ts';
import { reportLines } from './alert-lines.ts';
import { createCommand, ORG_OPTION, parseList, wholeNumberParser, type OrgOptions } from './options.ts';

const ACTOR = 'cli';
const OUTSIDE: readonly OutsideRoute[] = ['slack', 'webhook', 'email'];

export const alertsCommand = () =>
  new Command('alerts')
    .description(
      'Alerts to the owners of leads that become hot, rise or wait, in Salesforce, by task, Slack or webhook, and a digest by e-mail.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  leadlight alerts set --bands A --jump 25 --untouched-hours 24 --routes salesforce,task\n  leadlight alerts on',
    )
    .addCommand(show())
    .addCommand(set())
    .addCommand(setRoute())
    .addCommand(
      turn('on', 'Turn alerts on. Only what changes from now on raises alerts, not leads that are hot already.'),
    )
    .addCommand(turn('off', 'Turn alerts off. What has not been sent yet is dropped; settings and routes stay.'))
    .addCommand(test());

const show = () =>
  createCommand('show', 'Show the settings, what was sent, and how soon leads are contacted.', [
    'leadlight alerts show',
  ])
    .option(...ORG_OPTION)
    .action(async (options: OrgOptions) => {
      const report = await withOrg(options, alertReport);
      writeOutput(options, report, reportLines(report));
    });

/** Stands for null, which Commander would replace by an empty text. */
type None = 'none';
const orNull = <T>(value: T | None): T | null => (value === 'none' ? null : value);

interface SetOptions extends OrgOptions {
  readonly bands?: readonly string[];
  readonly jump?: number | None;
  readonly untouchedHours?: number | None;
  readonly routes?: readonly string[];
  readonly digest?: NonNullable<AlertSettings['digest']> | None;
  readonly quiet?: NonNullable<AlertSettings['quietHours']> | None;
  readonly perPerson?: number;
  readonly perChannel?: number;
  readonly namesOutside?: boolean;
}

const set = () =>
  createCommand('set', 'Change when people are alerted. What is not given stays.', [
    'leadlight alerts set --bands A,B --jump 30 --untouched-hours 8',
    'leadlight alerts set --routes salesforce,task --quiet 19-7,weekends',
    'leadlight alerts set --digest owners@8',
  ])
    .option('--bands <list>', 'alert where an open lead enters one of these bands, or "none"', parseBands)
    .option('--jump <points>', 'alert where the score rises by this many points within a day, or "none"', orNone(1, 98))
    .option(
      '--untouched-hours <hours>',
      'alert where a lead waits this long in band A without a contact, or "none"',
      orNone(1, 720),
    )
    .option('--routes <list>', `how alerts are sent: some of ${alertRoutes.join(', ')}`, parseList)
    .option(
      '--digest <who@hour>',
      'daily e-mail, such as "owners@8" or "managers@8", in the org’s time zone, or "none"',
      parseDigest,
    )
    .option(
      '--quiet <hours>',
      'quiet hours, such as "19-7" or "19-7,weekends", in the org’s time zone, or "none"',
      parseQuiet,
    )
    .option(
      '--per-person <number>',
      'maximum number of alerts a day to one person by each route',
      wholeNumberParser(1, 1_000),
    )
    .option('--per-channel <number>', 'maximum number of alerts a day to one channel', wholeNumberParser(1, 1_000))
    .addOption(new Option('--names-outside', 'let messages outside Salesforce name leads and companies'))
    .addOption(new Option('--no-names-outside', 'leave names of leads and companies out of them'))
    .option(...ORG_OPTION)
    .action(async (options: SetOptions) => {
      const change = changeOf(options);
      if (Object.keys(change).length === 0) throw optionsError('Nothing to change was given.', 'Give an option.');
      await changeAndShow(options, change);
    });

async function changeAndShow(options: OrgOptions, change: Partial<AlertSettings>): Promise<void> {
  const report = await withOrg(options, async (ports, orgId) => {
    await changeAlerts(ports, orgId, change, ACTOR);
    return alertReport(ports, orgId);
  });
  writeOutput(options, report, reportLines(report));
}

function changeOf(options: SetOptions): Partial<AlertSettings> {
  const { bands, jump, untouchedHours, routes, digest, quiet, perPerson, perChannel, namesOutside } = options;
  const unknown = routes?.find((route) => !alertRoutes.includes(route as AlertRoute));
  if (unknown !== undefined) {
    throw optionsError(`"${unknown}" is not a route of alerts.`, `Choose of ${alertRoutes.join(', ')}.`);
  }
  return {
    ...(bands && { bands }),
    ...(jump !== undefined && { jumpPoints: orNull(jump) }),
    ...(untouchedHours !== undefined && { untouchedHours: orNull(untouchedHours) }),
    ...(routes && { routes: routes as readonly AlertRoute[] }),
    ...(digest !== undefined && { digest: orNull(digest) }),
    ...(quiet !== undefined && { quietHours: orNull(quiet) }),
    ...(perPerson !== undefined && { perPersonAndDay: perPerson }),
    ...(perChannel !== undefined && { perChannelAndDay: perChannel }),
    ...(namesOutside !== undefined && { namesOutside }),
  };
}

function parseBands(text: string): readonly string[] {
  if (text === 'none') return [];
  const bands = parseList(text);
  if (bands.length > 0 && bands.every((band) => /^[A-D]$/.test(band))) return bands;
  throw new InvalidArgumentError('Expected bands such as "A,B", or "none".');
}

const orNone =
  (min: number, max: number) =>
  (text: string): number | None =>
    text === 'none' ? text : wholeNumberParser(min, max)(text);

function parseDigest(text: string): SetOptions['digest'] {
  if (text === 'none') return text;
  const [, to, hour] = /^(owners|managers)@(\d{1,2})$/.exec(text) ?? [];
  if (to === undefined || Number(hour) > 23)
    throw new InvalidArgumentError('Expected "owners@8", "managers@8" or "none".');
  return { recipients: to as 'owners' | 'managers', hour: Number(hour) };
}

function parseQuiet(text: string): SetOptions['quiet'] {
  if (text === 'none') return text;
  const [, from, to, weekends] = /^(\d{1,2})-(\d{1,2})(,weekends)?$/.exec(text) ?? [];
  if (from === undefined || Number(from) > 23 || Number(to) > 23) {
    throw new InvalidArgumentError('Expected "19-7", "19-7,weekends" or "none".');
  }
  return { startHour: Number(from), endHour: Number(to), weekends: weekends !== undefined };
}

interface RouteOptions extends OrgOptions {
  readonly from?: string;
  readonly allowPrivate?: boolean;
}

const setRoute = () =>
  createCommand(
    'set-route',
    'Set up a route outside Salesforce. Its address and secret come from LEADLIGHT_SMTP_URL, or LEADLIGHT_WEBHOOK_URL and LEADLIGHT_WEBHOOK_SECRET, and are saved sealed, apart from those of notifications to administrators.',
    ['leadlight alerts set-route slack', 'leadlight alerts set-route email --from leadlight@example.com'],
  )
    .addArgument(new Argument('<route>', 'how the messages are sent').choices(OUTSIDE))
    .option('--from <address>', 'for email: the sender')
    .option('--allow-private', 'for webhook and slack: allow addresses of this machine and of private networks')
    .option(...ORG_OPTION)
    .action(async (route: OutsideRoute, options: RouteOptions) => {
      const { from, allowPrivate = false } = options;
      if (route === 'email' && from === undefined) throw optionsError('An e-mail needs a sender.', 'Give --from.');
      if (route !== 'email' && from !== undefined)
        throw optionsError('--from is for the route email.', 'Leave it out.');
      const secret = readRouteSecret(route);
      await withOrg(options, async (ports, orgId) => {
        await ports.secrets.put(orgId, alertSecretNameOf(route), JSON.stringify(secret));
        const settings = route === 'email' ? { email: { from: from! } } : { [route]: { allowPrivate } };
        await changeAlerts(ports, orgId, settings, ACTOR);
      });
      writeOutput(options, { route }, [
        route === 'email'
          ? 'Set up. "leadlight alerts set --digest owners@8" turns the digest on.'
          : `Set up. "leadlight alerts set --routes …,${route}" uses it.`,
      ]);
    });

const turn = (state: 'on' | 'off', description: string) =>
  createCommand(state, description, [`leadlight alerts ${state}`])
    .option(...ORG_OPTION)
    .action((options: OrgOptions) => changeAndShow(options, { isOn: state === 'on' }));

const test = () =>
  createCommand('test', 'Send a test message by a route now.', [
    'leadlight alerts test salesforce --user 005000000000001AAA',
  ])
    .addArgument(new Argument('<route>', 'how the message is sent').choices([...alertRoutes, 'email']))
    .requiredOption('--user <id>', 'id of the user who gets it; in a channel, who asks for it')
    .option(...ORG_OPTION)
    .action(async (route: AlertDeliveryRoute, options: OrgOptions & { readonly user: string }) => {
      const { source, crmAlerts } = await connectCrm(options.folder, { org: options.org });
      const org = await source.orgId();
      const result = await withOrg({ ...options, org }, async (storage, orgId) => {
        await requestTestAlert(storage, orgId, { route, userId: options.user }, ACTOR);
        const ports = { ...storage, crmAlerts, alertSenders: openAlertSenders(storage) };
        return sendAlerts(ports, orgId, [route], await crmAlerts.timeZone());
      });
      const [why] = result.failures;
      if (why !== undefined) throw new CliError('notification_not_sent', { route, why });
      if (result.dropped > 0 && result.sent === 0) {
        throw optionsError(`${options.user} is not an active user of the org.`, 'Give the id of an active user.');
      }
      writeOutput(options, { route, ...result }, [
        result.sent > 0 ? `A test message was sent by ${route}.` : `A worker is sending the test message by ${route}.`,
      ]);
    });
