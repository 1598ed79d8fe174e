import type { Examples } from '@leadlight/forest';
import { holdoutByTime, rocAuc } from '@leadlight/evaluation';
import { takeRows, type Dataset } from '@leadlight/workflows';
import { categoryCodes } from '../forest/engines.ts';
import type { PeerKind, PeerParams, Peers } from '../forest/peers.ts';
import { recodeCategories } from '../forest/recode-categories.ts';

const PEERS: Readonly<Record<string, readonly [PeerKind, PeerParams]>> = {
  'scikit-learn forest': ['rf', { trees: 200, depth: 16, leaf: 20, features: 6 }],
  HistGradientBoosting: ['hgb', { trees: 100, depth: 6 }],
  xgboost: ['xgb', { trees: 200, depth: 4, eta: 0.05, rows: 0.8, columns: 0.8 }],
};

/** AUC of the peers on the newest fifth, trained on the same rows as our contenders. */
export async function peerAucs(peers: Peers, dataset: Dataset): Promise<Readonly<Record<string, number>>> {
  const { times, leads, groups = [], labels, table } = dataset;
  const { train, test } = holdoutByTime({ ...times!, groups: [leads, ...groups] });
  const select = (rows: Int32Array): Examples => ({ ...table.take(rows), labels: takeRows(labels, rows) });
  const training = select(train);
  const holdout = select(test);
  const codes = categoryCodes(training);
  await peers.load('train', training, codes);
  await peers.load('test', recodeCategories(holdout, training), codes);
  const aucs: Record<string, number> = {};
  for (const [name, [kind, params]] of Object.entries(PEERS)) {
    await peers.train(kind, 'train', params);
    aucs[name] = rocAuc({ labels: holdout.labels, probabilities: await peers.probabilities(kind, 'test') });
  }
  return aucs;
}
