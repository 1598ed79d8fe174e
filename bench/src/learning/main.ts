/**
 * `npm run bench:learning [-- --seeds 20 --leads 20000 --fresh 100000 --write]`: learns from simulated companies whose truth
 * is known, and holds what is claimed against it. `--write` renews the table in docs/evaluation.md. `--kept FILE` keeps what
 * each seed showed, a line a seed, and does not run those again that are there.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { replaceSection } from '../shared/replace-section.ts';
import { PEERS_HINT, startPeers } from '../forest/peers.ts';
import { freshExamples } from './learning-data.ts';
import { learningRun } from './learning-run.ts';
import { peerAucs } from './peer-aucs.ts';
import { lineOf, summaryRows, type SeedResult } from './summary.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    leads: { type: 'string', default: '20000' },
    fresh: { type: 'string', default: '100000' },
    kept: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const NOW = Date.UTC(2026, 10, 23);
const FRESH_SEED = 4711;
const HORIZON_DAYS = 68;

const peers = await startPeers();
if (!peers) console.log(PEERS_HINT);
const fresh = await freshExamples({ leads: Number(values.fresh), seed: FRESH_SEED, now: NOW }, HORIZON_DAYS);

const runs: SeedResult[] = readResults(values.kept);
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  if (runs.some((run) => run.seed === seed)) continue;
  const { dataset, ...run } = await learningRun({ leads: Number(values.leads), seed, now: NOW }, fresh);
  const theirs = peers ? { ...(await peerAucs(peers, dataset)), 'logistic regression': run.auc.logistic! } : {};
  runs.push({ ...run, peers: theirs });
  if (values.kept) appendFileSync(values.kept, `${JSON.stringify(runs.at(-1))}\n`);
  console.log(lineOf(runs.at(-1)!));
}
peers?.stop();

const table = await format(
  [
    `Over ${runs.length} companies of ${Number(values.leads).toLocaleString('en')} leads, ${Number(values.fresh).toLocaleString('en')} fresh leads for the backtest’s range, ${new Date().toISOString().slice(0, 10)}:`,
    '',
    '| | measured | wanted |',
    '| --- | --- | --- |',
    ...summaryRows(runs).map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n'),
  { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' },
);
console.log(table);
if (values.write) replaceSection('docs/evaluation.md', 'learning', table.trim());

function readResults(file: string | undefined): SeedResult[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as SeedResult);
}
