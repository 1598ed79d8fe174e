/**
 * `npm run bench:live [-- --seconds 60 --write]`: the time from a change in the org until its score shows there, at ten changes
 * a second. `--write` renews the section in docs/benchmarks.md.
 */
import '../shared/fixed-date.ts';
import { parseArgs } from 'node:util';
import { startFollower } from '../shared/follower-process.ts';
import { describeMachine } from '../shared/machine.ts';
import { prepareOrg } from '../shared/prepare-org.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { startSandbox } from '../shared/sandbox.ts';
import { quantile } from '../shared/statistics.ts';
import { measureDelays } from './delays.ts';
import { findUnscored } from './find-unscored.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    leads: { type: 'string', default: '5000' },
    write: { type: 'boolean' },
  },
});
const PER_SECOND = 10;
const TARGET_MS = 5_000;

const prepared = await prepareOrg(Number(values.leads), 1, 4388);
const sandbox = await startSandbox(prepared.folder);
const follower = startFollower(prepared.folder);
try {
  await follower.waitForLine(/CampaignMemberChangeEvent is followed/);
  const changes = Number(values.seconds) * PER_SECOND;
  const delays = await measureDelays(sandbox, { changes, perSecond: PER_SECOND, seed: 1, timeoutMs: 10_000 });
  const { writeBackMs, unchanged, callsPerChange } = delays;
  await follower.end('SIGTERM');
  const missed = await findUnscored(prepared.folder, unchanged);
  if (missed.length > 0) throw new Error(`Changed and never scored again: ${missed.join(', ')}`);
  const inTime = writeBackMs.filter((ms) => ms <= TARGET_MS).length;
  const seconds = (share: number) => `${(quantile(writeBackMs, share) / 1000).toFixed(2)} s`;
  const text = [
    '## From a change in the org to its new score there',
    '',
    `Made by \`npm run bench:live -- --write\`; do not edit. ${describeMachine()}. ${Number(values.leads).toLocaleString('en')} leads, \`leadlight follow\` on embedded storage, change events over gRPC; another client changes one lead after another, ${PER_SECOND} a second, and polls ten times a second for changed scores.`,
    '',
    '| changes | scores written back | within 5 s | median | 95th percentile | 99th percentile | longest | API calls per change |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    `| ${changes} | ${writeBackMs.length} | ${inTime} | ${seconds(0.5)} | ${seconds(0.95)} | ${seconds(0.99)} | ${seconds(1)} | ${callsPerChange.toFixed(2)} |`,
    '',
    `Time is measured from the org's response to the change until the org shows the score.${describeUnchanged(unchanged.length)}`,
  ].join('\n');
  console.log(text);
  if (values.write) await replaceSection('docs/benchmarks.md', 'live', text);
} finally {
  await follower.end('SIGTERM');
  await sandbox.stop();
  prepared.remove();
}

function describeUnchanged(count: number): string {
  if (count === 0) return '';
  return ` The other ${count} changes were scored as well, but the score stayed the same, as the score log shows.`;
}
