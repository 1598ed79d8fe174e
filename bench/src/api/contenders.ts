/* The servers that are compared: this service, Python services as in tutorials, and bare frameworks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster } from '@leadlight/storage/testing';
import { diskWriteMs } from '../shared/disk-write-ms.ts';
import { nginxHint, startNginxPair } from './nginx-pair.ts';
import { benchModel, fillBenchOrg, scoreBodies } from './bench-org.ts';
import { pythonHint, peerFile, PYTHON, startLeadlight, startPeer, trainPythonModel, type Server } from './servers.ts';
import { LEADS_PER_REQUEST } from './result.ts';

export type RequestKind = 'one' | 'many';

export interface Contender {
  readonly name: string;
  /** How to install it; undefined where it is installed. */
  readonly hint?: string;
  start(): Promise<Server>;
  /** The requests, with one lead or 200 leads each. */
  load(work: RequestKind): {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly bodies: readonly string[];
  };
}

export interface ContenderSet {
  readonly contenders: readonly Contender[];
  /** The storage of the service's score log. */
  readonly storage: string;
  close(): Promise<void>;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const FLASK = ['flask', 'joblib', 'sklearn'];

/** Prepares everything that the contenders need. */
export async function setUpContenders(): Promise<ContenderSet> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-bench-api-'));
  const bin = findPostgresBin();
  const cluster =
    bin === undefined ? undefined : await startPostgresCluster(bin, ['fsync=on', 'synchronous_commit=on']);
  const storage = await openStorage({ databaseUrl: cluster?.databaseUrl, folder });
  const key = await fillBenchOrg(storage, benchModel());
  const leadlight = (name: string, reasons: number, ...options: readonly string[]): Contender => ({
    name,
    start: () => startLeadlight(cluster?.databaseUrl, folder, ...options),
    load: (work) => ({
      path: '/v1/scores',
      headers: { ...JSON_TYPE, Authorization: `Bearer ${key}` },
      bodies: scoreBodies(work === 'one' ? 1 : LEADS_PER_REQUEST, reasons),
    }),
  });
  return {
    contenders: [
      leadlight('Leadlight, scores only', 0),
      leadlight('Leadlight, with five reasons', 5),
      leadlight('Leadlight, scores only, no cached histories', 0, '--cached-leads', '0'),
      {
        ...leadlight('two processes behind nginx, five reasons', 5),
        hint: nginxHint(),
        start: () => startNginxPair(cluster?.databaseUrl, folder),
      },
      bareServer('Express, a constant', 'bare-express.ts'),
      bareServer('node:http, a constant', 'bare-node.ts'),
      ...pythonPeers(join(folder, 'model.joblib')),
    ],
    storage: cluster
      ? `PostgreSQL, fsync and synchronous_commit on; 8 kB reach this disk in ${diskWriteMs(folder).toFixed(1)} ms, which one connection waits for`
      : 'embedded (no PostgreSQL found: apt-get install postgresql)',
    // The storage stays open until the end, as the embedded server ends with its owner.
    async close() {
      await storage.close();
      await cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const bareServer = (name: string, file: string): Contender => ({
  name,
  start: () => startPeer(process.execPath, [peerFile(file)]),
  load: (work) => ({
    path: '/predict',
    headers: JSON_TYPE,
    bodies: scoreBodies(work === 'one' ? 1 : LEADS_PER_REQUEST, 0),
  }),
});

function pythonPeers(model: string): Contender[] {
  const hint = pythonHint(FLASK);
  if (hint === undefined) trainPythonModel(model);
  const env = { MODEL: model };
  const load = (work: RequestKind) => ({
    path: '/predict',
    headers: JSON_TYPE,
    bodies: [rowsBody(work === 'one' ? 1 : LEADS_PER_REQUEST)],
  });
  return [
    { name: 'Flask, joblib and scikit-learn', hint, start: () => startPeer(PYTHON, [peerFile('app.py')], env), load },
    {
      name: 'the same under gunicorn, 2 workers',
      hint: hint ?? pythonHint(['gunicorn']),
      start: () => startPeer(PYTHON, ['-m', 'gunicorn', '-w', '2', '-b', '127.0.0.1:PORT', 'app:app'], env),
      load,
    },
  ];
}

const rowsBody = (rows: number): string =>
  JSON.stringify({
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: 20 }, (_each, at) => ((row * 7 + at) % 10) / 10),
    ),
  });
