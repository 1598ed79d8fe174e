import { FOLLOW_PACE, followOrg, keepFollowing } from '@leadlight/workflows';
import { connectCrm, systemClock, withStorage } from '../compose.ts';
import { say } from '../terminal/say.ts';
import { command, wholeNumber, type CommonOptions } from './options.ts';

interface FollowOptions extends CommonOptions {
  readonly syncEvery: number;
}

export const followCommand = () =>
  command('follow', 'Follow the org: score leads again as they change and write the scores back, until stopped.', [
    'leadlight follow',
  ])
    .option('--sync-every <minutes>', 'how often what no event tells is read', wholeNumber(1, 1_440), 15)
    .action(follow);

async function follow(options: FollowOptions): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const tell = (sentence: string) => process.stderr.write(`${new Date().toISOString()} ${sentence}\n`);
  const pace = { ...FOLLOW_PACE, syncEveryMs: options.syncEvery * 60_000 };
  await withStorage(options.folder, async (storage) => {
    const pass = async () => {
      // Anew each time: a secret may have been replaced while the org refused the old one.
      const crm = await connectCrm(options.folder, undefined, tell);
      tell(`Org ${await crm.source.orgId()} is followed.`);
      await followOrg({ ...storage, ...crm, clock: systemClock }, tell, stop.signal, pace);
    };
    say(options, { following: options.folder }, ['Following. Stop it with Ctrl+C.']);
    await keepFollowing(pass, tell, stop.signal, systemClock);
  });
}
