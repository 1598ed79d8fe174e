import { mkdtempSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFormattedSection } from '../shared/replace-formatted-section.ts';
import { liveSoak } from './live-soak.ts';

export interface LiveSoakOptions {
  readonly leads: number;
  readonly seed: number;
  readonly minutes: number;
  readonly orgPort: number;
}

/** @returns how many findings there were */
export async function reportLiveSoak({ minutes, ...asked }: LiveSoakOptions, write: boolean): Promise<number> {
  const log = join(mkdtempSync(join(tmpdir(), 'leadlight-soak-log-')), 'soak.log');
  console.log(`What the follower tells goes to ${log}.`);
  const tell = (line: string) => {
    if (line.startsWith('  follower:')) writeFileSync(log, `${line}\n`, { flag: 'a' });
    else console.log(line);
  };
  const result = await liveSoak({ ...asked, seconds: minutes * 60, log: tell });
  const { changes, faults: mischiefs, scoreCount: scored, differences: found, caughtUpAfter: settledAfter } = result;
  const times = Object.values(mischiefs).reduce((sum, each) => sum + each, 0);
  const text = [
    '## A followed org under changes, faults and kills',
    '',
    `\`npm run soak -- --minutes ${minutes} --seed ${asked.seed} --leads ${asked.leads} --write\`: \`leadlight follow\` on embedded storage beside the sandbox org, while the company lives on and, in an order that the seed gives, everything in the list happens. In the end all is repaired, the follower catches up, and org, storage and score log are held against each other, lead by lead. Made on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}.`,
    '',
    '| what happened | times |',
    '| --- | ---: |',
    `| changes in the company | ${changes.toLocaleString('en')} |`,
    ...Object.entries(mischiefs)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `| ${name} | ${count} |`),
    `| scores that followed | ${scored.toLocaleString('en')} |`,
    '',
    found.length === 0
      ? `**Nothing was lost, nothing doubled, and every open lead was last scored on its last state**, after ${times} faults and kills; the follower had caught up ${Math.round(settledAfter)} s after the last one.`
      : `**${found.length} disagreements:**\n\n${found
          .slice(0, 20)
          .map((line) => `- ${line}`)
          .join('\n')}`,
  ].join('\n');
  console.log(text);
  if (write) await replaceFormattedSection('docs/reliability.md', 'follow-soak', text);
  return found.length;
}
