/**
 * `npm run bench:api [-- --quick] [-- --write]`: this service and its peers, each in turn on the same machine. `--quick`
 * takes one short round of each; `--write` renews the table in docs/benchmarks.md.
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
/** Four series of each contender: about 15 minutes in all, `--quick` about 4. */
const plan: Plan = options.quick
  ? { rounds: 1, seconds: 3, warmUpSeconds: 3 }
  : { rounds: 5, seconds: 4, warmUpSeconds: 6 };

const startedAt = performance.now();

/** How far it is, on standard error: the report alone goes to standard output. */
function logProgress(text: string): void {
  const seconds = Math.floor((performance.now() - startedAt) / 1_000);
  console.error(`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} ${text}`);
}

/** One that does not start or breaks is named, and the others are measured all the same. */
async function measureAll(field: ContenderSet): Promise<void> {
  const results: Result[] = [];
  const missing: string[] = [];
  for (const [place, contender] of field.contenders.entries()) {
    const name = `${place + 1} of ${field.contenders.length}, ${contender.name}`;
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
  const report = formatReport(results, { ...plan, storage: field.storage, missing });
  console.log(report);
  if (options.write) replaceSection('docs/benchmarks.md', 'api', report);
}

if (wrkIsInstalled()) {
  logProgress('filling the storage and training the models');
  const field = await setUpContenders();
  try {
    await measureAll(field);
  } finally {
    await field.close();
  }
} else {
  console.error(WRK_HINT);
  process.exitCode = 1;
}
