import { type BoostingSettings, trainBoosting, trainForest } from '@leadlight/forest';
import { rawRow, simulatedLeads } from '@leadlight/forest/testing';
import { median } from '../shared/statistics.ts';
import { microsecondsEach, processorTime } from './timing.ts';
import { commonSettings, commonPeerSettings, categoryCodes, javascript, wasm } from './engines.ts';
import type { Peers } from './peers.ts';

/** A line of the serving table, all values in the same unit. */
export interface ServingLine {
  readonly work: string;
  readonly unit: string;
  readonly ours: number;
  readonly javascript?: number;
  readonly peers: Readonly<Record<string, number>>;
  /** True where higher is better. */
  readonly rate?: true;
}

const ROWS = 10_000;
const FRESH_LEADS = 20_000;

/** Times one lead, many leads, and explanations, with models that are trained on 10,000 rows. */
export async function timeServing(peers: Peers | undefined): Promise<readonly ServingLine[]> {
  const leads = simulatedLeads(ROWS, 1);
  const fresh = simulatedLeads(FRESH_LEADS, 2);
  const rows = Array.from({ length: 500 }, (_, row) => rawRow(fresh, row));
  const [model, reference] = [wasm, javascript].map((engine) => trainForest(leads, commonSettings, { engine }).model);
  const codes = categoryCodes(leads);
  await peers?.load('train', leads, codes);
  await peers?.load('fresh', fresh, codes);
  await peers?.train('rf', 'train', commonPeerSettings);
  await peers?.train('xgb', 'train', { trees: 100, depth: 8 });
  const one = (m: typeof model) => microsecondsEach((i) => void m!.predict(rows[i % 500]!), 2000);
  const batch = (m: typeof model) =>
    FRESH_LEADS / (median(Array.from({ length: 7 }, () => processorTime(() => void m!.predictTable(fresh)))) / 1000);
  const lines: ServingLine[] = [
    {
      work: 'one lead, raw row to probability',
      unit: 'µs',
      ours: one(model),
      javascript: one(reference),
      peers: peers
        ? {
            'scikit-learn forest': (await peers.time('one', 'rf', 'fresh', 30)) * 1000,
            xgboost: (await peers.time('one', 'xgb', 'fresh', 200)) * 1000,
          }
        : {},
    },
    {
      work: 'batch of 20,000 raw rows',
      unit: 'rows/s',
      rate: true,
      ours: batch(model),
      javascript: batch(reference),
      peers: peers
        ? {
            'scikit-learn forest': FRESH_LEADS / ((await peers.time('batch', 'rf', 'fresh', 5)) / 1000),
            xgboost: FRESH_LEADS / ((await peers.time('batch', 'xgb', 'fresh', 5)) / 1000),
          }
        : {},
    },
  ];
  return [...lines, ...(await timeExplanations(peers, rows))];
}

async function timeExplanations(
  peers: Peers | undefined,
  rows: readonly ReturnType<typeof rawRow>[],
): Promise<ServingLine[]> {
  const leads = simulatedLeads(ROWS, 1);
  const explain = (model: ReturnType<typeof trainForest>['model'], calls: number) =>
    microsecondsEach((i) => void model.explain(rows[i % 500]!), calls) / 1000;
  const forest = (maxDepth: number, minLeaf: number, engine = wasm, trees = 100) =>
    trainForest(leads, { ...commonSettings, trees, maxDepth, minLeaf }, { engine }).model;
  const settings: Partial<BoostingSettings> = {
    rounds: 100,
    maxDepth: 8,
    earlyStoppingRounds: 10_000,
    folds: 1,
    minChildWeight: 1,
    learningRate: 0.02,
  };
  const boosted = trainBoosting(leads, settings, { engine: wasm }).model;
  const xgboost: ServingLine['peers'] = peers
    ? { 'xgboost pred_contribs': await peers.time('contributions', 'xgb', 'fresh', 50) }
    : {};
  const many = forest(8, 20, wasm, 200);
  const leadsPerSecond =
    (1000 * rows.length) / median(Array.from({ length: 7 }, () => processorTime(() => void many.explainRows(rows))));
  const line = (work: string, ours: number, others: ServingLine['peers'] = {}, slow?: number): ServingLine => ({
    work,
    unit: 'ms',
    ours,
    javascript: slow,
    peers: others,
  });
  return [
    line('Shapley values, forest of depth 8', explain(forest(8, 20), 300), {}, explain(forest(8, 20, javascript), 60)),
    line('Shapley values, forest of depth 16', explain(forest(16, 5), 40)),
    line(
      `Shapley values, boosting, ${boosted.parts.ensemble.roots.length} trees of depth 8`,
      explain(boosted, 100),
      xgboost,
    ),
    {
      work: 'Shapley values of a batch, forest of 200 trees of depth 8',
      unit: 'leads/s',
      ours: leadsPerSecond,
      peers: {},
    },
  ];
}
