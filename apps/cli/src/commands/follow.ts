import { Option } from 'commander';
import { FOLLOW_INTERVALS, followOrg, superviseFollower } from '@leadlight/workflows';
import { connectCrm, systemClock, withStorage } from '../compose.ts';
import { resolveConnection } from '../connection/saved-connection.ts';
import { writeOutput } from '../terminal/write-output.ts';
import {
  bulkFromOption,
  createCommand,
  parseFraction,
  ORG_OPTION,
  wholeNumberParser,
  type CommonOptions,
} from './options.ts';

interface FollowOptions extends CommonOptions {
  readonly syncEvery: number;
  readonly apiShare: number;
  readonly bulkFrom: number;
  readonly org?: string;
}

export const followCommand = () =>
  createCommand(
    'follow',
    'Follow the org: score leads again as they change and write the scores back, until stopped.',
    ['leadlight follow'],
  )
    .option('--sync-every <minutes>', 'how often what no event tells is read', wholeNumberParser(1, 1_440), 15)
    .addOption(
      new Option(
        '--api-share <share>',
        'how much of the org’s daily API calls reading changes may use, or asking for them',
      )
        .argParser(parseFraction)
        .default(0.25)
        .env('LEADLIGHT_API_SHARE'),
    )
    .addOption(bulkFromOption())
    .option(...ORG_OPTION)
    .action(follow);

async function follow(options: FollowOptions): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const tell = (sentence: string) => process.stderr.write(`${new Date().toISOString()} ${sentence}\n`);
  const pace = { ...FOLLOW_INTERVALS, syncMs: options.syncEvery * 60_000 };
  // What is not connected, or not clear, stays so however often it is tried.
  await resolveConnection(options.folder, options.org);
  await withStorage(options.folder, async (storage) => {
    const pass = async () => {
      // Anew each time: a secret may have been replaced while the org refused the old one.
      const { org, apiShare: followShare, bulkFrom } = options;
      const crm = await connectCrm(options.folder, { org, log: tell, apiShare: followShare, bulkFrom });
      tell(`Org ${await crm.source.orgId()} is followed.`);
      await followOrg({ ...storage, ...crm, clock: systemClock }, tell, stop.signal, pace);
    };
    writeOutput(options, { following: options.folder }, ['Following. Stop it with Ctrl+C.']);
    await superviseFollower(pass, tell, stop.signal, systemClock);
  });
}
