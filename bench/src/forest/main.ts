/**
 * `npm run bench:forest [-- --quick] [--write] [--sizes 1000,10000]`: compares training, quality and serving with scikit-learn,
 * xgboost and ml-random-forest in one run; also the quality on real leads if LEADLIGHT_REAL_DATA names a folder. `--quick` stops
 * at 50,000 rows with three rounds; `--serving` measures serving alone, with the peers of bench:real's Python environment, in a section
 * of its own; `--write` renews docs/benchmarks.md.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { defaultCacheFolder, preparePeerPython } from '../real/python.ts';
import { PEERS_HINT, startPeers, type Peers } from './peers.ts';
import { measureQuality, measureRealQuality, type Quality } from './quality.ts';
import { realTables } from './real-tables.ts';
import { measureResponsiveness } from './responsiveness.ts';
import { timeServing } from './serving.ts';
import { qualityTable, servingTable, trainingTable } from './report-tables.ts';
import { timeTraining, type TrainingTimes } from './training.ts';

const {
  quick,
  write,
  serving: servingAlone,
  sizes: given,
} = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    serving: { type: 'boolean', default: false },
    sizes: { type: 'string' },
  },
}).values;

const usual = quick ? [1_000, 10_000, 50_000] : [1_000, 10_000, 50_000, 200_000, 1_000_000];
const sizes = given?.split(',').map(Number) ?? usual;
const roundsAt = (rows: number) => (quick ? 3 : rows <= 50_000 ? 5 : rows <= 200_000 ? 3 : 1);
const SEEDS = 5;

function versionsOf(peers: Peers | undefined): string {
  return Object.entries(peers?.versions ?? {})
    .map(([name, version]) => `, ${name} ${version}`)
    .join('');
}

/** Trains on the largest size in a process of its own, so that its memory can be measured. */
function largestTraining(): string {
  const script = fileURLToPath(new URL('./one-training.ts', import.meta.url));
  const rows = sizes[sizes.length - 1]!;
  const output = execFileSync(process.execPath, [script, String(rows)], { encoding: 'utf8' });
  const { seconds, processorSeconds, nodes, tableMb, peakMb } = JSON.parse(output) as Record<string, number>;
  return (
    `${rows.toLocaleString('en')} rows × 20 columns, 100 trees, two threads, with out-of-bag and calibration: ` +
    `${seconds!.toFixed(1)} s (${processorSeconds!.toFixed(1)} s of processor time), ${nodes!.toLocaleString('en')} nodes, ${peakMb!.toFixed(0)} MB at the peak, of which ` +
    `${tableMb!.toFixed(0)} MB were in use before training (Node and the raw table).`
  );
}

/** Logs progress and results; the report goes to standard output at the end. */
const logProgress = (text: string) => console.error(text);
const peers = await startPeers(servingAlone ? preparePeerPython(defaultCacheFolder(), logProgress).command : undefined);
if (!peers) logProgress(PEERS_HINT);

async function reportServing(): Promise<void> {
  const report = [
    `Made by \`npm run bench:forest -- --serving --write\`; do not edit. ${describeMachine()}${versionsOf(peers)}.`,
    servingTable(await timeServing(peers)),
  ].join('\n\n');
  console.log(report);
  if (write) await replaceSection('docs/benchmarks.md', 'serving', report);
}

async function reportAll(): Promise<void> {
  const training: TrainingTimes[] = [];
  for (const rows of sizes) {
    logProgress(`training at ${rows} rows …`);
    training.push(await timeTraining(rows, roundsAt(rows), peers, logProgress));
  }
  logProgress(trainingTable(training));
  logProgress('serving …');
  const serving = await timeServing(peers);
  logProgress(servingTable(serving));
  const quality: Quality[] = [];
  for (const rows of sizes.filter((size) => size <= (quick ? 10_000 : 200_000))) {
    logProgress(`quality at ${rows} rows …`);
    quality.push(await measureQuality(rows, SEEDS, peers, logProgress));
  }
  const real = realTables();
  if (real.length === 0) logProgress('skipped: no real data (LEADLIGHT_REAL_DATA names the folder)');
  for (const leads of real) {
    logProgress(`quality on ${leads.name} …`);
    quality.push(await measureRealQuality(leads, SEEDS, peers, logProgress));
  }
  logProgress(qualityTable(quality));
  logProgress('the largest training …');
  const largest = largestTraining();
  logProgress('event loop delay while training …');
  const responsiveness = await measureResponsiveness(50_000);
  const report = [
    '## Random forest and boosting compared with other programs',
    `Made by \`npm run bench:forest -- ${quick ? '--quick ' : ''}--write\`; do not edit. ${describeMachine()}${versionsOf(peers)}.`,
    'Simulated leads with a known truth: 16 numeric and 4 categorical columns, missing values, about 12 % converted. ' +
      'Medians of rounds in which all programs train one after the other; single-thread times are processor time, so that ' +
      'other work on the machine does not count. Forests: 100 trees, depth 16, at least 5 rows per leaf, 5 features per split. ' +
      'The other programs get categories as ranks by smoothed conversion rate. For AUC, ours uses its defaults; each other ' +
      'program uses the best of three settings on the very leads that measure it, or above 50,000 rows one that was found best ' +
      'for that size. Real leads are split at random for every seed, four fifths for training.',
    peers ? '' : PEERS_HINT,
    trainingTable(training),
    largest,
    responsiveness,
    servingTable(serving),
    qualityTable(quality),
  ]
    .filter(Boolean)
    .join('\n\n');
  console.log(report);
  if (write) await replaceSection('docs/benchmarks.md', 'forest', report);
}

try {
  await (servingAlone ? reportServing() : reportAll());
} finally {
  peers?.stop();
}
