/**
 * `npm run bench:learning [-- --seeds 20 --leads 20000 --fresh 100000 --write]`: trains on simulated companies and compares the
 * results with the truth. `--write` renews the table in docs/evaluation.md. `--results FILE` stores the result of each seed, one
 * line per seed, and skips the seeds that it already contains.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PEERS_HINT, startPeers } from '../forest/peers.ts';
import { today } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { freshExamples } from './learning-data.ts';
import { learningRun } from './learning-run.ts';
import { peerAucs } from './peer-aucs.ts';
import { formatLine, summaryRows, type SeedResult } from './summary.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    leads: { type: 'string', default: '20000' },
    fresh: { type: 'string', default: '100000' },
    results: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const NOW = Date.UTC(2026, 10, 23);
const FRESH_SEED = 4711;
const HORIZON_DAYS = 68;

const peers = await startPeers();
if (!peers) console.log(PEERS_HINT);
const fresh = await freshExamples({ leads: Number(values.fresh), seed: FRESH_SEED, now: NOW }, HORIZON_DAYS);

const runs: SeedResult[] = readResults(values.results);
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  if (runs.some((run) => run.seed === seed)) continue;
  const { dataset, ...run } = await learningRun({ leads: Number(values.leads), seed, now: NOW }, fresh);
  const peerResults = peers ? { ...(await peerAucs(peers, dataset)), 'logistic regression': run.auc.logistic! } : {};
  runs.push({ ...run, peers: peerResults });
  if (values.results) appendFileSync(values.results, `${JSON.stringify(runs.at(-1))}\n`);
  console.log(formatLine(runs.at(-1)!));
}
peers?.stop();

const table = [
  `Over ${runs.length} companies of ${Number(values.leads).toLocaleString('en')} leads, ${Number(values.fresh).toLocaleString('en')} fresh leads for the backtest’s range, ${today()}:`,
  '',
  '| | measured | target |',
  '| --- | --- | --- |',
  ...summaryRows(runs).map((cells) => `| ${cells.join(' | ')} |`),
].join('\n');
console.log(table);
if (values.write) await replaceSection('docs/evaluation.md', 'learning', table);

function readResults(file: string | undefined): SeedResult[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as SeedResult);
}
