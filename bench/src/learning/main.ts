/**
 * `npm run bench:learning [-- --seeds 20 --leads 20000 --fresh 100000 --write]`: trains on simulated companies and compares the
 * results with the truth. `--fresh 0` leaves the backtest out. The peers run in the Python environment of `npm run bench:real`.
 * `--write` renews the table in docs/evaluation.md. `--results FILE` stores the result of each seed, one line per seed, and skips the
 * seeds that it already contains.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPeers } from '../forest/peers.ts';
import { defaultCacheFolder, preparePeerPython } from '../real/python.ts';
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

const python = preparePeerPython(defaultCacheFolder(), (text) => console.error(text));
const peers = await startPeers(python.command);
if (!peers) throw new Error(`${python.command} does not have scikit-learn and xgboost.`);
const freshLeads = Number(values.fresh);
const fresh =
  freshLeads > 0 ? await freshExamples({ leads: freshLeads, seed: FRESH_SEED, now: NOW }, HORIZON_DAYS) : undefined;

const runs: SeedResult[] = readResults(values.results);
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  if (runs.some((run) => run.seed === seed)) continue;
  const { dataset, ...run } = await learningRun({ leads: Number(values.leads), seed, now: NOW }, fresh);
  runs.push({ ...run, peers: { ...(await peerAucs(peers, dataset)), 'logistic regression': run.auc.logistic! } });
  if (values.results) appendFileSync(values.results, `${JSON.stringify(runs.at(-1))}\n`);
  console.log(formatLine(runs.at(-1)!));
}
peers.stop();

const versions = ['xgboost', 'scikit-learn'].map((name) => `${name} ${python.versions[name]}`).join(' and ');
const table = [
  `Over ${runs.length} companies of ${Number(values.leads).toLocaleString('en')} leads, ${freshLeads > 0 ? `${freshLeads.toLocaleString('en')} fresh leads for the backtest’s range` : 'without a backtest'}, against ${versions}, ${today()}:`,
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
