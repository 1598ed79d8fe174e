import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { runLiveSoak } from './live-soak.ts';

export interface LiveSoakOptions {
  readonly leads: number;
  readonly seed: number;
  readonly minutes: number;
  readonly orgPort: number;
}

/** @returns the number of differences */
export async function reportLiveSoak({ minutes, ...options }: LiveSoakOptions, write: boolean): Promise<number> {
  const logFile = join(mkdtempSync(join(tmpdir(), 'leadlight-soak-log-')), 'soak.log');
  console.log(`The follower's log is in ${logFile}.`);
  const log = (line: string) => {
    if (line.startsWith('  follower:')) writeFileSync(logFile, `${line}\n`, { flag: 'a' });
    else console.log(line);
  };
  const result = await runLiveSoak({ ...options, seconds: minutes * 60, log });
  const { changes, faults, scoreCount, differences, caughtUpAfter } = result;
  const faultCount = Object.values(faults).reduce((sum, count) => sum + count, 0);
  const text = [
    '## Following an org under changes, faults and kills',
    '',
    `\`npm run soak -- --minutes ${minutes} --seed ${options.seed} --leads ${options.leads} --write\`: \`leadlight follow\` runs on embedded storage and the sandbox org while the company changes and the listed events happen in an order given by the seed. At the end all faults are repaired, the follower catches up, and org, storage and score log are compared lead by lead. Measured on ${describeMachine()}.`,
    '',
    '| event | times |',
    '| --- | ---: |',
    `| changes in the company | ${changes.toLocaleString('en')} |`,
    ...Object.entries(faults)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `| ${name} | ${count} |`),
    `| scores written after changes | ${scoreCount.toLocaleString('en')} |`,
    '',
    differences.length === 0
      ? `**Nothing was lost or duplicated, and the last score of every open lead used its last state**, after ${faultCount} faults and kills; the follower had caught up ${Math.round(caughtUpAfter)} s after the last one.`
      : `**${differences.length} differences:**\n\n${differences
          .slice(0, 20)
          .map((line) => `- ${line}`)
          .join('\n')}`,
  ].join('\n');
  console.log(text);
  if (write) await replaceSection('docs/reliability.md', 'follow-soak', text);
  return differences.length;
}
