import { parentPort, Worker } from 'node:worker_threads';
import { coverageOf, type FileCoverage } from '../apex-tests/coverage.ts';
import type { TestResult } from '../apex-tests/run-tests.ts';
import { ApexError } from '../errors.ts';
import { TESTED_ORGS } from '../shapes/shapes.ts';
import { programFor, readSuite, runAll, unitsIn, type Package } from './suite.ts';

/** The tests of the package in one kind of org. */
export interface OrgRun {
  org: string;
  results: Omit<TestResult, 'hits'>[];
  files: FileCoverage[];
  milliseconds: number;
}

/** What a thread is asked. */
interface OrgRequest {
  key: string;
  test: string | undefined;
}

type OrgResponse = { run: OrgRun } | { error: string };

/** @throws ApexError for an error of a source */
function runOrg(suite: Package, { key, test }: OrgRequest): OrgRun {
  const org = TESTED_ORGS[key]!(suite.metadata);
  const program = programFor(org, unitsIn(org, suite));
  program.check();
  const started = performance.now();
  const results = runAll(program, org, test);
  const milliseconds = performance.now() - started;
  const files = coverageOf(
    program,
    results.flatMap(({ hits }) => hits),
  );
  return { org: org.name, results: results.map(({ hits: _hits, ...result }) => result), files, milliseconds };
}

/**
 * Runs the tests in several kinds of org, in threads, each of which takes the next kind when it is done with one.
 * @param keys of TESTED_ORGS
 * @returns in the order of the keys
 * @throws ApexSourceError
 */
export async function runOrgs(keys: readonly string[], test: string | undefined, threads: number): Promise<OrgRun[]> {
  const waiting = [...keys.entries()];
  const runs: OrgRun[] = [];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL(import.meta.url));
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [place, key] = next;
        worker.postMessage({ key, test } satisfies OrgRequest);
        runs[place] = await responseOf(worker);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, keys.length) }, work));
  return runs;
}

function responseOf(worker: Worker): Promise<OrgRun> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`A thread ended with the code ${code}.`)));
    worker.once('message', (response: OrgResponse) => {
      if ('run' in response) resolve(response.run);
      else reject(new ApexSourceError(response.error));
    });
  });
}

/** An error in the Apex or metadata of the package, which is printed without a stack. */
export class ApexSourceError extends Error {}

if (parentPort) {
  const port = parentPort;
  const suite = readSuite(process.cwd());
  port.on('message', (request: OrgRequest) => {
    try {
      port.postMessage({ run: runOrg(suite, request) } satisfies OrgResponse);
    } catch (error) {
      if (!(error instanceof ApexError)) throw error;
      port.postMessage({ error: error.message } satisfies OrgResponse);
    }
  });
}
