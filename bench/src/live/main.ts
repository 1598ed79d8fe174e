/**
 * `npm run bench:live [-- --seconds 60 --write]`: how long after a change in the org its score shows there, at ten changes a
 * second. `--write` renews the section in docs/benchmarks.md.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { replaceFormattedSection } from '../shared/replace-formatted-section.ts';
import { measureDelays, quantile } from './delays.ts';
import { startFollower } from '../shared/follower-process.ts';
import { findUnscored } from './find-unscored.ts';
import { prepareOrg } from '../shared/prepare-org.ts';
import { startSandbox } from '../shared/sandbox.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    leads: { type: 'string', default: '5000' },
    write: { type: 'boolean' },
  },
});
const PER_SECOND = 10;
/** What is asked for: from the change to the score in the org. */
const TARGET_MS = 5_000;

const prepared = await prepareOrg(Number(values.leads), 1, 4388);
const sandbox = await startSandbox(prepared.folder);
const follower = startFollower(prepared.folder);
try {
  await follower.waitForLine(/CampaignMemberChangeEvent is followed/);
  const changes = Number(values.seconds) * PER_SECOND;
  const delays = await measureDelays(sandbox, { changes, perSecond: PER_SECOND, seed: 1, timeoutMs: 10_000 });
  const { writeBackMs: toTheOrg, unchanged: unmoved, callsPerChange } = delays;
  await follower.end('SIGTERM');
  const missed = await findUnscored(prepared.folder, unmoved);
  if (missed.length > 0) throw new Error(`Changed and never scored again: ${missed.join(', ')}`);
  const inTime = toTheOrg.filter((ms) => ms <= TARGET_MS).length;
  const seconds = (share: number) => `${(quantile(toTheOrg, share) / 1000).toFixed(2)} s`;
  const text = [
    '## From a change in the org to its new score there',
    '',
    `Made by \`npm run bench:live -- --write\`; do not edit. ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}. ${Number(values.leads).toLocaleString('en')} leads, \`leadlight follow\` on embedded storage, change events over gRPC; another client changes one lead after the other, ${PER_SECOND} a second, and looks ten times a second which scores have changed.`,
    '',
    '| changes | scores written back | within 5 s | median | 95th percentile | 99th percentile | longest | API calls a change |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    `| ${changes} | ${toTheOrg.length} | ${inTime} | ${seconds(0.5)} | ${seconds(0.95)} | ${seconds(0.99)} | ${seconds(1)} | ${callsPerChange.toFixed(2)} |`,
    '',
    `Time runs from the org's answer to the change until the org shows the score.${describeUnchanged(unmoved.length)}`,
  ].join('\n');
  console.log(text);
  if (values.write) await replaceFormattedSection('docs/benchmarks.md', 'live', text);
} finally {
  await follower.end('SIGTERM');
  await sandbox.stop();
  prepared.remove();
}

function describeUnchanged(count: number): string {
  if (count === 0) return '';
  return ` The other ${count} were scored again as well, and their scores had stayed as they were: the score log tells.`;
}
