import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { environmentValue } from '@leadlight/common';
import { MAX_LEADS_PER_REQUEST } from '@leadlight/contract';
import { openStorage, type Storage } from '@leadlight/storage';
import { createApiKey } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MB } from '../http/body-limits.ts';
import { testModel } from '../testing/test-model.ts';
import type { HealthProbeSettings, HealthWait } from './health-probe.ts';

/** A long run repeats the attack; its figures are in docs/reliability.md. */
const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;
const ROUNDS = IS_LONG ? 5 : 1;
const PARALLEL = 64;
const FIELDS = 450;
const INVALID = IS_LONG ? 200 : 60;
const HALF_OPEN = 2_060;
/** The promise of docs/reliability.md. The long run, on a machine that does nothing else, measures the wait itself. */
const MAX_HEALTH_MS = 1_000;
/**
 * Of the service's own processor time, because on a busy machine it gets only a share of a processor: a health check that
 * waits for all bodies, as it once did (9,500 ms), must fail. Threads that compile and collect garbage in a service that has just
 * started count too: 280 to 1,650 ms were seen.
 */
const MAX_HEALTH_CPU_MS = 3_000;
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const ORG = '00D000000000001EAA';

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

const folder = mkdtempSync(join(tmpdir(), 'leadlight-limits-'));
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
let storage: Storage;
let child: ChildProcess;
let url: string;
let key: string;

beforeAll(async () => {
  storage = await openStorage({ folder });
  key = (await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'limits')).key;
  const { file, entry } = testModel(1);
  await storage.models.save(ORG, file, entry, true);
  const heap = ['--max-semi-space-size=16', '--max-old-space-size=192'];
  const args = [...heap, MAIN, '--port', '0', '--folder', folder, '--log-every', '1000000'];
  child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit').then(() => Promise.reject(new Error('The service ended.')));
  exited.catch(() => undefined);
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), exited])) as [string];
  url = (JSON.parse(line) as { listening: string }).listening;
});

afterAll(async () => {
  agent.destroy();
  const exited = once(child, 'exit');
  if (child.kill('SIGKILL')) await exited;
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

function postScores(body: string): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const req = request(`${url}/v1/scores`, { method: 'POST', headers, agent });
    req.on('error', reject);
    req.on('response', (res: IncomingMessage) => {
      let text = '';
      res.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      res.on('end', () => resolve({ status: res.statusCode!, retryAfter: res.headers['retry-after'], text }));
    });
    req.end(body);
  });
}

/** Requests the health of the service again and again, in another thread, while `work` runs. */
async function healthDuring<Result>(work: () => Promise<Result>): Promise<readonly [Result, readonly HealthWait[]]> {
  const settings: HealthProbeSettings = { url, pid: child.pid! };
  const probe = new Worker(new URL('./health-probe.ts', import.meta.url), { workerData: settings });
  await once(probe, 'online');
  const result = await work();
  const waits = once(probe, 'message') as Promise<[HealthWait[]]>;
  probe.postMessage('stop');
  return [result, (await waits)[0]];
}

const residentMb = (): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;

/** As many leads and fields as are allowed, with the longest list of reasons: 977 kB. */
const fullRequest = JSON.stringify({
  maxReasons: 20,
  leads: Array.from({ length: MAX_LEADS_PER_REQUEST }, (_, lead) => ({
    leadId: `limit-${lead}`,
    fields: {
      LeadSource: 'Web',
      NumberOfEmployees: lead,
      ...Object.fromEntries(Array.from({ length: FIELDS - 2 }, (_each, field) => [`F${field}`, 100 + lead])),
    },
  })),
});

/** Bodies of 1 MB, each invalid in another way and late. */
const invalidBodies = [
  `${fullRequest.slice(0, -1)}${' '.repeat(60_000)}`,
  JSON.stringify({ leads: Array.from({ length: 60_000 }, () => ({ leadId: 1 })) }),
  `{"leads":${'['.repeat(MB - 100)}`,
  JSON.stringify({
    leads: [{ leadId: 'a', fields: Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`F${i}`, []])) }],
  }),
];

const attack = (): Promise<Answer>[] => [
  ...Array.from({ length: PARALLEL }, () => postScores(fullRequest)),
  ...Array.from({ length: INVALID }, (_, index) => postScores(invalidBodies[index % invalidBodies.length]!)),
];

const isClean = ({ status, retryAfter }: Answer): boolean =>
  status === 429 || status === 503 ? /^\d+$/.test(retryAfter ?? '') : status < 500;

const countsOf = (answers: readonly Answer[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]));

describe('the documented limits, all at once', () => {
  it('leave the service alive, with clean answers and a prompt health check', async () => {
    expect(Buffer.byteLength(fullRequest)).toBeGreaterThan(900_000);
    const answers: Answer[] = [];
    const waits: HealthWait[] = [];
    let memoryMb = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const [ofRound, waitsOfRound] = await healthDuring(() => Promise.all(attack()));
      answers.push(...ofRound);
      waits.push(...waitsOfRound);
      memoryMb = Math.max(memoryMb, residentMb());
    }
    const healthMs = waits.map(({ ms }) => Math.round(ms)).sort((a, b) => a - b);
    const figures = {
      rounds: ROUNDS,
      statuses: countsOf(answers),
      healthMs: { median: healthMs[healthMs.length >> 1], max: healthMs.at(-1), answers: healthMs.length },
      healthCpuMs: Math.max(...waits.map((wait) => wait.cpuMs)),
      residentMb: Math.round(memoryMb),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(answers.filter((answer) => !isClean(answer))).toEqual([]);
    expect(figures.statuses[200]).toBeGreaterThan(0);
    expect(waits.filter(({ status }) => status !== 200)).toEqual([]);
    expect(figures.healthCpuMs).toBeLessThan(MAX_HEALTH_CPU_MS);
    if (IS_LONG) expect(figures.healthMs.max).toBeLessThan(MAX_HEALTH_MS);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    const after = await postScores(JSON.stringify({ leads: [{ leadId: 'after', fields: { LeadSource: 'Web' } }] }));
    expect(after.status).toBe(200);
  });

  it('include half-open connections, which keep nobody out', async () => {
    const { port, hostname } = new URL(url);
    const sockets: Socket[] = [];
    const open = async () => {
      const socket = connect(Number(port), hostname)
        .on('error', () => undefined)
        .resume();
      sockets.push(socket);
      await once(socket, 'connect');
      socket.write('POST /v1/scores HTTP/1.1\r\nHost: a\r\nContent-Le');
      return once(socket, 'close');
    };
    const closed: Promise<unknown>[] = [];
    for (let opened = 0; opened < HALF_OPEN; opened += 1) closed.push(open());
    const from = performance.now();
    const answer = await postScores(JSON.stringify({ leads: [{ leadId: 'good', fields: { LeadSource: 'Web' } }] }));
    const answeredMs = Math.round(performance.now() - from);
    expect(answer.status).toBe(200);
    await Promise.all(closed);
    const closedMs = Math.round(performance.now() - from);
    process.stdout.write(`${JSON.stringify({ halfOpen: HALF_OPEN, answeredMs, closedMs })}\n`);
    // Seconds for headers to arrive, and for the interval of the check; the machine may be busy.
    expect(closedMs).toBeLessThan(30_000);
    for (const socket of sockets) socket.destroy();
  });
});
