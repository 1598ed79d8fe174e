import { Option } from 'commander';
import { FOLLOW_PACE, followOrg, keepFollowing } from '@leadlight/workflows';
import { connectCrm, systemClock, withStorage } from '../compose.ts';
import { resolveConnection } from '../kept-connection.ts';
import { say } from '../terminal/say.ts';
import { bulkFromOption, command, fraction, ORG_OPTION, wholeNumber, type CommonOptions } from './options.ts';

interface FollowOptions extends CommonOptions {
  readonly syncEvery: number;
  readonly apiShare: number;
  readonly bulkFrom: number;
  readonly org?: string;
}

export const followCommand = () =>
  command('follow', 'Follow the org: score leads again as they change and write the scores back, until stopped.', [
    'leadlight follow',
  ])
    .option('--sync-every <minutes>', 'how often what no event tells is read', wholeNumber(1, 1_440), 15)
    .addOption(
      new Option(
        '--api-share <share>',
        'how much of the org’s daily API calls reading changes may use, or asking for them',
      )
        .argParser(fraction)
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
  const pace = { ...FOLLOW_PACE, syncEveryMs: options.syncEvery * 60_000 };
  // What is not connected, or not clear, stays so however often it is tried.
  await resolveConnection(options.folder, options.org);
  await withStorage(options.folder, async (storage) => {
    const pass = async () => {
      // Anew each time: a secret may have been replaced while the org refused the old one.
      const { org, apiShare: followShare, bulkFrom } = options;
      const crm = await connectCrm(options.folder, { org, tell, followShare, bulkFrom });
      tell(`Org ${await crm.source.orgId()} is followed.`);
      await followOrg({ ...storage, ...crm, clock: systemClock }, tell, stop.signal, pace);
    };
    say(options, { following: options.folder }, ['Following. Stop it with Ctrl+C.']);
    await keepFollowing(pass, tell, stop.signal, systemClock);
  });
}
