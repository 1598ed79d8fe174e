import { environmentVariables, MINUTE_MS, type EnvironmentVariableName } from '@leadlight/common';
import { FOLLOW_INTERVALS, followOrg, superviseFollower } from '@leadlight/workflows';
import { Option } from 'commander';
import { openAlertSenders } from '../alerts/senders.ts';
import { systemClock, withCrm, withStorage } from '../compose.ts';
import { resolveConnection } from '../connection/saved-connection.ts';
import { writeOutput } from '../terminal/write-output.ts';
import {
  bulkFromOption,
  createCommand,
  ORG_OPTION,
  parseFraction,
  wholeNumberParser,
  type OrgOptions,
} from './options.ts';
import { printError } from '../terminal/print.ts';

interface FollowOptions extends OrgOptions {
  readonly syncEvery: number;
  readonly apiShare: number;
  readonly bulkFrom: number;
}

export const followCommand = () =>
  createCommand(
    'follow',
    'Follow the org: score leads again when they change and write the scores back, until stopped.',
    ['leadlight follow'],
  )
    .option(
      '--sync-every <minutes>',
      'interval of regular syncs, for changes without events',
      wholeNumberParser(1, 1_440),
      15,
    )
    .addOption(
      new Option('--api-share <share>', "share of the org's daily API calls that reading and polling changes may use")
        .argParser(parseFraction)
        .default(environmentVariables.LEADLIGHT_API_SHARE.default)
        .env('LEADLIGHT_API_SHARE' satisfies EnvironmentVariableName),
    )
    .addOption(bulkFromOption())
    .option(...ORG_OPTION)
    .action(follow);

async function follow(options: FollowOptions): Promise<void> {
  const { folder, org, apiShare, bulkFrom } = options;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const log = (line: string) => printError(`${new Date().toISOString()} ${line}\n`);
  const intervals = { ...FOLLOW_INTERVALS, syncMs: options.syncEvery * MINUTE_MS };
  // Fails early: no retry helps without a connection, or where the org is ambiguous.
  await resolveConnection(folder, org);
  await withStorage(folder, async (storage) => {
    // Connects anew each time, because a rejected secret may have been replaced.
    const followOnce = () =>
      withCrm(storage, folder, { org, log, apiShare, bulkFrom }, async (crm) => {
        log(`Following org ${await crm.source.orgId()}.`);
        const ports = { ...storage, ...crm, clock: systemClock, alertSenders: openAlertSenders(storage) };
        await followOrg(ports, log, stop.signal, intervals);
      });
    writeOutput(options, { following: folder }, ['Following. Stop it with Ctrl+C.']);
    await superviseFollower(followOnce, log, stop.signal);
  });
}
