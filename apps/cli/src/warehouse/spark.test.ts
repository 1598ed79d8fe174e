import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentValue } from '@leadlight/common';
import { javascriptEngine } from '@leadlight/forest';
import { openStorage, type Storage } from '@leadlight/storage';
import { readModelFile } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from '../testing/free-port.ts';
import { runLeadlight } from '../testing/run-in-process.ts';
import { runSparkPython, skipSpark, SparkCluster } from '../testing/spark.ts';

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form: a cluster of processes, one of which is killed. */
const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;
const PROGRAM = fileURLToPath(new URL('../../../../deploy/spark/train.py', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'leadlight-spark-'));
const folder = join(root, 'leadlight');
const warehouse = join(root, 'warehouse');
const out = join(root, 'trained');
let sandbox: AppProcess<SandboxReady>;
let storage: Storage;
let cluster: SparkCluster;
let orgId: string;

async function leadlight(...args: readonly string[]) {
  const { listening, clientId, clientSecret } = sandbox.ready;
  const ran = await runLeadlight([...args, '--folder', folder], {
    LEADLIGHT_SF_LOGIN_URL: listening,
    LEADLIGHT_SF_CLIENT_ID: clientId,
    LEADLIGHT_SF_CLIENT_SECRET: clientSecret,
  });
  expect(ran).toMatchObject({ code: 0 });
  return ran.stdout;
}

/** Rows of the exported snapshots, as the model's features, and what xgboost predicts for them. */
const PREDICT = `
import json, math, sys
import numpy as np, pyarrow.dataset as ds, xgboost
snapshots, out = sys.argv[1:]
booster = xgboost.Booster(model_file=out + '/model.json')
categories = json.load(open(out + '/training.json'))['categories']
table = ds.dataset(snapshots, format='parquet', partitioning='hive').to_table().slice(0, 400)
columns = {name: table['feature_' + name].to_pylist() for name in booster.feature_names}
encoded = [[(categories[name].get(value, math.nan) if name in categories else value) if value is not None else math.nan
            for value in columns[name]] for name in booster.feature_names]
matrix = xgboost.DMatrix(np.array(encoded, dtype=float).T, missing=math.nan, feature_names=booster.feature_names)
predicted = booster.predict(matrix)
rows = [list(row) for row in zip(*columns.values())]
print(json.dumps({'rows': rows, 'predicted': [float(each) for each in predicted]}))
`;

describe.skipIf(skipSpark)('a training on Spark', () => {
  beforeAll(async () => {
    sandbox = await startSandboxOrg({ folder: root, orgPort: await freePort(), leads: 1_000, seed: 5 });
    storage = await openStorage({ folder });
    orgId = sandbox.ready.orgId;
    await leadlight('sync');
    await leadlight('train', '--learner', 'logistic', '--quick');
    await leadlight('export', '--to', warehouse);
    cluster = IS_LONG ? await SparkCluster.start(root) : SparkCluster.inOneProcess(root);
  });
  afterAll(async () => {
    await cluster?.stop();
    await storage?.close();
    await sandbox?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const submit = () => {
    const snapshots = join(warehouse, 'snapshots', `org=${orgId}`);
    // A slow training leaves time to kill a worker.
    const learningRate = IS_LONG ? '0.02' : '0.2';
    return cluster.submit(PROGRAM, ['--snapshots', snapshots, '--out', out, '--learning-rate', learningRate]);
  };

  it.skipIf(IS_LONG)('learns from exported snapshots', async () => {
    const training = submit();
    await training.ended;
    expect(training.output).toContain('Wrote');
    expect(training.exitCode).toBe(0);
  });

  it.skipIf(!IS_LONG)('survives a worker that is killed while it trains', async () => {
    const killed = cluster.addWorker();
    cluster.addWorker();
    const training = submit();
    const starts = () => cluster.executorOutput().match(/got rank 0/g)?.length ?? 0;
    await expect.poll(() => starts() > 0 || training.exitCode !== null, { timeout: 600_000 }).toBe(true);
    killed.kill();
    cluster.addWorker();
    await training.ended;
    expect(training.output).toContain('Wrote');
    expect(training.exitCode).toBe(0);
    // All tasks began again.
    expect(starts()).toBeGreaterThan(1);
  });

  it('gives a model that predicts like xgboost, explains exactly, and scores the org once it is active', async () => {
    const imported = JSON.parse(
      await leadlight(
        ...[
          'models',
          'import',
          join(out, 'model.json'),
          '--format',
          'xgboost',
          '--training',
          join(out, 'training.json'),
        ],
        '--json',
      ),
    ) as { id: string; holdout: { auc: number } };
    expect(imported.holdout.auc).toBeGreaterThan(0.6);

    const model = readModelFile(await storage.models.getFile(orgId, imported.id), javascriptEngine);
    const { rows, predicted } = runSparkPython<{ rows: (string | number | null)[][]; predicted: number[] }>(
      PREDICT,
      join(warehouse, 'snapshots', `org=${orgId}`),
      out,
    );
    const explained = rows.map((row) => model.explain(row));
    const difference = ({ raw }: { raw: number }, row: number) => Math.abs(1 / (1 + Math.exp(-raw)) - predicted[row]!);
    expect(Math.max(...explained.map(difference))).toBeLessThan(1e-6);
    for (const { base, raw, contributions } of explained) {
      expect(contributions.reduce((sum, each) => sum + each, base)).toBeCloseTo(raw, 9);
    }

    await leadlight('models', 'activate', imported.id);
    const { scored } = JSON.parse(await leadlight('score', '--json')) as { scored: number };
    expect(scored).toBeGreaterThan(100);
    let logged = 0;
    for await (const entries of storage.scoreLog.readAll(orgId, 1_000)) {
      logged += entries.filter(({ modelId }) => modelId === imported.id).length;
    }
    expect(logged).toBe(scored);
  });
});
