/**
 * `npm run bench:api [-- --quick] [-- --write]`: compares this service with its peers on the same machine, one after another.
 * `--quick` runs one short round of each; `--write` renews the table in docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { setUpContenders, type ContenderSet } from './contenders.ts';
import { wrkIsInstalled, WRK_HINT } from './load.ts';
import { measureContender, type Plan } from './measure.ts';
import { formatReport } from './report.ts';
import type { Result } from './result.ts';
import { replaceSection } from '../shared/replace-section.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
});
/** Four series per contender take about 15 minutes in total, about 4 with `--quick`. */
const plan: Plan = options.quick
  ? { rounds: 1, seconds: 3, warmUpSeconds: 3 }
  : { rounds: 5, seconds: 4, warmUpSeconds: 6 };

const startedAt = performance.now();

/** Logs to standard error, as standard output is for the report. */
function logProgress(text: string): void {
  const seconds = Math.floor((performance.now() - startedAt) / 1_000);
  console.error(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} ${text}`);
}

/** Measures all contenders; one that does not start or fails is listed, and the others are still measured. */
async function measureAll(set: ContenderSet): Promise<void> {
  const results: Result[] = [];
  const missing: string[] = [];
  for (const [index, contender] of set.contenders.entries()) {
    const name = `${index + 1} of ${set.contenders.length}, ${contender.name}`;
    if (contender.hint === undefined) {
      logProgress(name);
      try {
        results.push(await measureContender(contender, plan, logProgress));
        continue;
      } catch (error) {
        missing.push(`${contender.name}: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
      }
    } else missing.push(`${contender.name}: ${contender.hint}`);
    logProgress(`skipped: ${missing.at(-1)}`);
  }
  const report = formatReport(results, { ...plan, storage: set.storage, missing });
  console.log(report);
  if (options.write) await replaceSection('docs/benchmarks.md', 'api', report);
}

if (wrkIsInstalled()) {
  logProgress('filling the storage and training the models');
  const set = await setUpContenders();
  try {
    await measureAll(set);
  } finally {
    await set.close();
  }
} else {
  console.error(WRK_HINT);
  process.exitCode = 1;
}
